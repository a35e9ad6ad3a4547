// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import io.github.vcam.feed.FeedRequest;
import io.github.vcam.feed.Placeholders;
import io.github.vcam.v4l2.OwnedDevice;
import org.jspecify.annotations.Nullable;

/**
 * A camera that a worker makes, owns and feeds. Travels as JSON.
 *
 * @param label the name that programs show
 * @param form what programs see of its two sides
 * @param feed what it plays at first; the device in it does not matter
 * @param placeholder the input whose first frame it shows while nothing plays, see {@link Placeholders#input}; null: nothing
 * @param group whose members may watch; null: who may open any camera
 */
public record CameraOrder(
        String label,
        OwnedDevice.Form form,
        FeedRequest feed,
        @Nullable String placeholder,
        @Nullable String group) {
    /** One without a placeholder that every group may watch. */
    public CameraOrder(String label, OwnedDevice.Form form, FeedRequest feed) {
        this(label, form, feed, null, null);
    }

    /** The same, playing something else. */
    public CameraOrder playing(FeedRequest other) {
        return new CameraOrder(label, form, other, placeholder, group);
    }

    /** The same with another picture while nothing plays. */
    public CameraOrder withPlaceholder(@Nullable String other) {
        return new CameraOrder(label, form, feed, other, group);
    }
}
