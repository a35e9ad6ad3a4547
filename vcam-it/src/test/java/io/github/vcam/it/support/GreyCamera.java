// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import io.github.vcam.VirtualCamera;
import io.github.vcam.frame.FrameFormat;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/** Shows pictures of one grey, by the library, on the node under test. */
public final class GreyCamera implements AutoCloseable {
    /** How far a grey may be off after it was Y'CbCr. */
    private static final int ROUNDING = 3;

    private final VirtualCamera camera;

    public GreyCamera(FrameFormat format) {
        camera = VirtualCamera.on(Camera.path()).format(format).open();
    }

    public void show(int grey) {
        FrameFormat format = camera.format();
        BufferedImage picture = new BufferedImage(format.width(), format.height(), BufferedImage.TYPE_BYTE_GRAY);
        int[] samples = new int[format.width() * format.height()];
        Arrays.fill(samples, grey);
        picture.getRaster().setSamples(0, 0, format.width(), format.height(), 0, samples);
        camera.send(picture);
    }

    /** Whether a picture has this grey in its middle. */
    public static boolean isGrey(BufferedImage picture, int grey) {
        int rgb = picture.getRGB(picture.getWidth() / 2, picture.getHeight() / 2);
        return Math.abs((rgb >> 16 & 0xff) - grey) <= ROUNDING
                && Math.abs((rgb >> 8 & 0xff) - grey) <= ROUNDING
                && Math.abs((rgb & 0xff) - grey) <= ROUNDING;
    }

    @Override
    public void close() {
        camera.close();
    }
}
