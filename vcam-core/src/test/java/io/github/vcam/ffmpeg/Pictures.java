// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.source.FrameSource;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** What a viewer sees of a source. */
final class Pictures {
    private Pictures() {}

    /** Its frames, at most so many, as they look when they went through YU12 of the source's colours. */
    static List<BufferedImage> of(FrameSource source, int most) {
        return of(source, source.rawFormat().size(), most);
    }

    static List<BufferedImage> of(FrameSource source, FrameSize size, int most) {
        FrameFormat format = FrameFormat.of(PixelFormat.YU12, size);
        return of(source, format.tight().withColours(source.colours()), most);
    }

    static List<BufferedImage> of(FrameSource source, PlaneLayout layout, int most) {
        List<BufferedImage> pictures = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.allocateDirect(layout.sizeImage());
        source.deliver(layout);
        while (pictures.size() < most && source.next()) {
            int used = source.writeTo(buffer);
            byte[] png = StillImage.encodePng(layout, buffer, used);
            try {
                pictures.add(ImageIO.read(new ByteArrayInputStream(png)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return pictures;
    }

    /** The colour at a place in per cent of the sides, as RRGGBB. */
    static String at(BufferedImage picture, int across, int down) {
        int rgb = picture.getRGB(picture.getWidth() * across / 100, picture.getHeight() * down / 100);
        return String.format("%06x", rgb & 0xffffff);
    }

    /** The colours in the middle of the quarters, row by row, each by its name. */
    static String quarters(BufferedImage picture) {
        return name(at(picture, 25, 25)) + " " + name(at(picture, 75, 25)) + " " + name(at(picture, 25, 75)) + " "
                + name(at(picture, 75, 75));
    }

    private static String name(String rgb) {
        StringBuilder bright = new StringBuilder();
        for (int i = 0; i < 6; i += 2) {
            int value = Integer.parseInt(rgb, i, i + 2, 16);
            bright.append(value > 220 ? '1' : value < 35 ? '0' : '?');
        }
        return switch (bright.toString()) {
            case "100" -> "red";
            case "010" -> "lime";
            case "001" -> "blue";
            case "111" -> "white";
            case "000" -> "black";
            default -> rgb;
        };
    }

    /** The greatest difference of one of the three numbers. */
    static int difference(String rgb, String expected) {
        int most = 0;
        for (int i = 0; i < 6; i += 2) {
            int difference = Integer.parseInt(rgb, i, i + 2, 16) - Integer.parseInt(expected, i, i + 2, 16);
            most = Math.max(most, Math.abs(difference));
        }
        return most;
    }
}
