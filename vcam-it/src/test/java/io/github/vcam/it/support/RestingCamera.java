// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import io.github.vcam.VirtualCamera;
import io.github.vcam.feed.Placeholders;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The node under test as a camera in the usual form, with its placeholder, and a producer of one brightness. */
public final class RestingCamera {
    public static final String LABEL = "Front camera";
    /** Of the placeholder's first pixel, and of the video. */
    public static final int PLACEHOLDER = 48;

    public static final int VIDEO = 200;

    private RestingCamera() {}

    /** Loads the module so that there is one; it shows its label in this format. */
    public static void load(FrameFormat format) {
        KernelModule.reload("video_nr=" + Camera.number(), "camera=1", "card_label=\"" + LABEL + "\"");
        Placeholders.show(Camera.path(), format, Placeholders.drawn(LABEL));
    }

    /** Feeds it until something is true, or the time is over. */
    public static void feedUntil(FrameFormat format, Duration limit, BooleanSupplier done) {
        long deadline = System.nanoTime() + limit.toNanos();
        try (VirtualCamera camera = VirtualCamera.open(Camera.path(), format, FrameRate.of(15))) {
            while (!done.getAsBoolean() && System.nanoTime() - deadline < 0) {
                camera.send(RestingCamera::fill);
                camera.awaitNextFrame();
            }
        }
    }

    /** White-ish and orange: Cb below the middle, Cr above. */
    private static int fill(ByteBuffer buffer, PlaneLayout layout) {
        boolean planar = layout.format().pixelFormat() == PixelFormat.YU12;
        int luma = layout.format().width() * layout.format().height();
        for (int i = 0; i < layout.bytesUsed(); i++) {
            int chroma = i < luma + luma / 4 ? 67 : 182;
            buffer.put(i, (byte) (planar && i >= luma ? chroma : VIDEO));
        }
        return layout.bytesUsed();
    }
}
