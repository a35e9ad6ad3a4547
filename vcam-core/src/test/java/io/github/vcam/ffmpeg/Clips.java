// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;

/** Makes the tests' clips with the ffmpeg program that lies in the library's own jar. */
public final class Clips {
    private Clips() {}

    /** Runs ffmpeg on a test picture of a second at ten frames: {@code options} follow the input. */
    public static Path make(Path file, String graph, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program(), "-v", "error", "-y", "-f", "lavfi", "-i", graph));
        command.addAll(List.of(options));
        command.add(file.toString());
        run(command);
        return file;
    }

    /** The raw frames of a file as the program decodes them, the oracle for our own. */
    public static Path raw(Path file, Path to, String pixelFormat) throws IOException, InterruptedException {
        run(List.of(
                program(),
                "-v",
                "error",
                "-y",
                "-i",
                file.toString(),
                "-f",
                "rawvideo",
                "-pix_fmt",
                pixelFormat,
                to.toString()));
        return to;
    }

    private static String program() {
        return Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }
}
