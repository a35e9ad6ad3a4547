// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.error.VcamException;
import io.github.vcam.feed.Inputs;
import io.github.vcam.source.FrameSource;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.VideoDevice;
import java.io.IOException;
import java.util.regex.Pattern;
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
        assertThat(ModuleProgram.run(Program.class, PARTS, "ALL-MODULE-PATH"))
                .contains("module io.github.vcam.core, sys exported false", "FFmpeg gives YU12 64x48", "[VCAM-302]");
    }
}
