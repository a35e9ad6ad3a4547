// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.error.VcamException;
import io.github.vcam.feed.Inputs;
import io.github.vcam.source.FrameSource;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.VideoDevice;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That the library works as a module, where everybody reaches what is exported and nothing else. */
class ModulePathTest {
    private static final Pattern PARTS =
            Pattern.compile(".*/(classes|(jna|ffmpeg|javacpp|slf4j-api|jspecify)-[^/]*\\.jar)");

    /** A program in no module, in a package that the library does not have. */
    static final class Program {
        public static void main(String[] arguments) {
            Module module = Inputs.class.getModule();
            System.out.println(module + ", sys exported " + module.isExported("io.github.vcam.v4l2.sys"));
            try (FrameSource source = Inputs.open("lavfi:testsrc2=size=64x48:duration=1", null, null, false)) {
                System.out.println("FFmpeg gives " + source.nativeFormat());
            }
            try (VideoDevice device = VideoDevice.open("/dev/null", Direction.OUTPUT)) {
                System.out.println("a camera: " + device);
            } catch (VcamException e) {
                System.out.println("the kernel says " + e.getMessage());
            }
        }
    }

    @Test
    void programOnTheModulePath_reachesFfmpegAndTheKernel() throws IOException, InterruptedException {
        List<String> path = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .toList();
        String classes = path.stream()
                .filter(part -> part.endsWith("/test-classes"))
                .findFirst()
                .orElseThrow();
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--module-path",
                        path.stream()
                                .filter(part -> PARTS.matcher(part).matches())
                                .collect(Collectors.joining(File.pathSeparator)),
                        "--add-modules",
                        "ALL-MODULE-PATH",
                        "-cp",
                        classes,
                        Program.class.getName()))
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains(
                            "module io.github.vcam.core, sys exported false", "FFmpeg gives YU12 64x48", "[VCAM-302]");
        } finally {
            process.destroyForcibly();
        }
    }
}
