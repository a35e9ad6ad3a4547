// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.FollowingProgram;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.Switching;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hundred changes of the picture in one stream while ffmpeg and GStreamer watch: what either captures when a change has
 * returned is new. Both take a frame only when the one before is in their file, so what is not there at the return was
 * captured after it.
 */
@Tag("long")
class SwitchesIT {
    private static final FrameFormat FORMAT = FrameFormat.of(PixelFormat.YU12, 64, 48);

    @BeforeEach
    void moduleIsThere() {
        KernelModule.awaitNode("/dev/v4l2loopback");
    }

    @Test
    void pictureChanges_ffmpegAndGStreamerCaptureNoneOfTheOldOne(@TempDir Path directory) {
        new Switching(FORMAT, FrameRate.of(25), directory)
                .run(
                        "ffmpeg-gstreamer",
                        List.of(
                                device -> FollowingProgram.ffmpeg(device, FORMAT, directory),
                                device -> FollowingProgram.gstreamer(device, FORMAT, directory)));
    }
}
