// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import io.github.vcam.ffmpeg.Converter;
import io.github.vcam.frame.PlaneLayout;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes frames in a camera's format of pictures of Java's, which it scales. For one thread; makes no garbage as long as
 * pictures of one size and one of the usual types come.
 */
final class PictureFrames implements VirtualCamera.Filler, AutoCloseable {
    private final PlaneLayout target;
    private @Nullable Stage stage;

    PictureFrames(PlaneLayout target) {
        this.target = target;
    }

    /** Copies a picture, whose frame {@link #fill} writes. */
    void take(BufferedImage image) {
        PicturePixels pixels = PicturePixels.of(image);
        Stage current = stage;
        if (current == null || !current.suits(pixels, image)) {
            close();
            current = new Stage(pixels, image, target);
            stage = current;
        }
        pixels.copy(image, current.bytes, current.ints, current.scratch);
    }

    @Override
    public int fill(ByteBuffer buffer, PlaneLayout layout) {
        Stage current = Objects.requireNonNull(stage, "no picture");
        return current.converter.convert(current.bytes, buffer);
    }

    @Override
    public void close() {
        if (stage != null) {
            stage.converter.close();
            stage = null;
        }
    }

    /** Where pictures of one size and arrangement wait to be converted. */
    private static final class Stage {
        /** libswscale's vector code may read a little past the end. */
        private static final int SPARE = 64;

        private final PicturePixels pixels;
        private final int width;
        private final int height;
        private final ByteBuffer bytes;
        private final IntBuffer ints;
        private final int[] scratch;
        private final Converter converter;

        Stage(PicturePixels pixels, BufferedImage image, PlaneLayout target) {
            this.pixels = pixels;
            this.width = image.getWidth();
            this.height = image.getHeight();
            PlaneLayout layout = pixels.layout(width, height);
            this.bytes = ByteBuffer.allocateDirect(layout.sizeImage() + SPARE).order(ByteOrder.LITTLE_ENDIAN);
            this.ints = bytes.asIntBuffer();
            this.scratch = new int[pixels.scratch(width, height)];
            this.converter = Converter.open(layout, target);
        }

        boolean suits(PicturePixels others, BufferedImage image) {
            return pixels == others && width == image.getWidth() && height == image.getHeight();
        }
    }
}
