// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Ten pictures of one grey each, which every program can tell from each other. */
public final class Greys {
    public static final int COUNT = 10;

    private static final int DARKEST = 20;
    private static final int STEP = 23;
    private static final int TOLERANCE = 7;

    /** BT.601: black is 16, white is 219 more. */
    private static final int BLACK = 16;

    private static final double RANGE = 219 / 255.0;

    private Greys() {}

    /** Writes them there as PNG. */
    public static List<Path> write(Path directory, int width, int height) {
        List<Path> pictures = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            int grey = DARKEST + STEP * i;
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            graphics.setColor(new Color(grey, grey, grey));
            graphics.fillRect(0, 0, width, height);
            graphics.dispose();
            Path picture = directory.resolve("grey-" + i + ".png");
            try {
                ImageIO.write(image, "png", picture.toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            pictures.add(picture);
        }
        return pictures;
    }

    /** Which one has this brightness, 0 to 255. */
    public static int ofBrightness(int brightness) {
        int picture = (int) Math.round((brightness - DARKEST) / (double) STEP);
        assertThat(brightness).as("brightness").isCloseTo(DARKEST + STEP * picture, within(TOLERANCE));
        return picture;
    }

    /** Which one has this luminance as a camera sends it, 16 to 235. */
    public static int ofLuminance(int luminance) {
        return ofBrightness((int) Math.round((luminance - BLACK) / RANGE));
    }
}
