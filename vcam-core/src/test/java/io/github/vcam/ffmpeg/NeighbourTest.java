// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;

/** That somebody else in the same process keeps what FFmpeg and JavaCPP have once for all. */
class NeighbourTest {
    /** A program that uses FFmpeg for itself, and vcam beside that. */
    static final class Neighbour extends LogCallback {
        private static int heard;

        @Override
        public void call(int level, BytePointer message) {
            heard++;
        }

        public static void main(String[] arguments) {
            Neighbour own = new Neighbour();
            avutil.setLogCallback(own);
            try {
                FfmpegSource.graph("nosuch", null).close();
            } catch (FfmpegException e) {
                System.out.println(e.getMessage());
            }
            System.out.println("heard " + (heard > 0) + ", collector off "
                    + System.getProperty("org.bytedeco.javacpp.nopointergc"));
        }
    }

    @Test
    void anotherUsesFfmpegToo_itsCallbackAndCollectorStay() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Neighbour.class.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("Filter not found", "heard true, collector off null");
        } finally {
            process.destroyForcibly();
        }
    }
}
