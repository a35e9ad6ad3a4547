// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import java.nio.file.Path;

/** The node under test, and where this run keeps its things. */
public final class Camera {
    private Camera() {}

    public static String path() {
        return "/dev/video" + number();
    }

    public static int number() {
        return Integer.getInteger("vcam.it.videoNr", 10);
    }

    /** A format at a size that even an emulated machine moves quickly. */
    public static FrameFormat small(PixelFormat format) {
        return FrameFormat.of(format, 320, 240);
    }

    public static StampedVideo video() {
        return StampedVideo.of(small(PixelFormat.YUYV));
    }

    /** A directory that is kept after the run, on this machine too when the tests run in a guest. */
    public static Path share() {
        return Path.of(System.getProperty("vcam.it.share", "target/share"));
    }
}
