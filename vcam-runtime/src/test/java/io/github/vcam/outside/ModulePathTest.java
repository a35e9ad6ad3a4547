// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.feed.FeedRequest;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.runtime.kernel.DevicesFile;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandRunner;
import io.github.vcam.runtime.worker.WorkerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the runtime works as a module: JSON reaches its records, and it the programs of this machine. */
class ModulePathTest {
    private static final Pattern PARTS =
            Pattern.compile(".*/(classes|(vcam-core|vcam-agent|commons-(exec|compress|codec|io|lang3)"
                    + "|gson|error_prone_annotations|jna|ffmpeg|javacpp|slf4j-api|jspecify)-[^/]*(?<!-tests)\\.jar)");

    @TempDir
    Path directory;

    /** A program in no module, in a package that the runtime does not have. */
    static final class Program {
        public static void main(String[] arguments) {
            FeedRequest request = FeedRequest.of("/a b.mp4", "/dev/video10")
                    .withSize(new FrameSize(640, 360))
                    .withFormat(PixelFormat.YUYV)
                    .withRate(FrameRate.of("29.97"))
                    .withDuration(Duration.ofSeconds(2));
            String json = WorkerEvent.GSON.toJson(request);
            System.out.println(WorkerEvent.class.getModule() + " keeps a request "
                    + request.equals(WorkerEvent.GSON.fromJson(json, FeedRequest.class)));
            WorkerEvent event = new WorkerEvent.Failed("VCAM-301", "no node");
            System.out.println("an event "
                    + event.equals(WorkerEvent.fromJson(event.toJson()).orElse(null)));
            System.out.println(
                    "a device " + DevicesFile.firstNode(Path.of(arguments[0])).orElse(""));
            System.out.println(CommandRunner.create()
                    .run(Command.of("echo", "a", "program"))
                    .stdout());
        }
    }

    @Test
    void programOnTheModulePath_reachesRecordsAndPrograms() throws IOException, InterruptedException {
        Path devices = Files.writeString(
                directory.resolve("devices.json"), "[{\"number\":3,\"node\":\"/dev/video3\",\"label\":\"x\"}]");
        assertThat(ModuleProgram.run(Program.class, PARTS, "io.github.vcam.runtime", devices.toString()))
                .contains(
                        "module io.github.vcam.runtime keeps a request true",
                        "an event true",
                        "a device /dev/video3",
                        "a program");
    }
}
