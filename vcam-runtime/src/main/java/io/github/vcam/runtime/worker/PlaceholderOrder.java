// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import io.github.vcam.feed.Placeholders;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.v4l2.OwnedDevice;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a camera shall show while nobody feeds it. Travels as JSON.
 *
 * @param device node, number or label
 * @param input whose first frame it is, see {@link Placeholders#input}
 * @param pixels the pixel format of the camera while nobody feeds it
 * @param size the size
 */
public record PlaceholderOrder(String device, String input, PixelFormat pixels, FrameSize size) {
    private static final FrameSize USUAL_SIZE = new FrameSize(640, 480);

    /** One in what most programs take, where nothing else is asked for. */
    public static PlaceholderOrder of(
            String device, String input, @Nullable PixelFormat pixels, @Nullable FrameSize size) {
        return new PlaceholderOrder(
                device,
                input,
                Objects.requireNonNullElse(pixels, PixelFormat.YU12),
                Objects.requireNonNullElse(size, USUAL_SIZE));
    }

    /** The same of another camera. */
    public PlaceholderOrder of(String camera, String picture) {
        return new PlaceholderOrder(camera, picture, pixels, size);
    }

    void show() {
        Placeholders.show(device, FrameFormat.of(pixels, size), input);
    }

    /** On a device of this process's, which may not be open to it at once. */
    void showOn(OwnedDevice owned) {
        Placeholders.show(owned, FrameFormat.of(pixels, size), input);
    }
}
