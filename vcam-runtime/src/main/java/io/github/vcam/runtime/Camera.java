// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime;

import io.github.vcam.feed.FeedRequest;
import java.nio.file.Path;
import java.time.Duration;

/** One virtual camera in a place. For one thread at a time, as its {@link Place} is. */
public final class Camera {
    private final Place place;
    private final String node;
    private final String label;

    Camera(Place place, String node, String label) {
        this.place = place;
        this.node = node;
        this.label = label;
    }

    /** Its node where it lives: {@code /dev/video10}. */
    public String node() {
        return node;
    }

    /** The name that programs show. */
    public String label() {
        return label;
    }

    /**
     * Plays an input of this machine from its beginning to its end, beside the caller.
     *
     * @param input a file, a URL, an image, {@code pattern:name} or {@code lavfi:graph}; {@link #request} says more
     */
    public Feed play(String input) {
        return place.play(request(input));
    }

    /** What {@link #play} plays, to be refined (format, size, rate, loop, method) and given to {@link Place#play}. */
    public FeedRequest request(String input) {
        return FeedRequest.of(input, node);
    }

    /** Writes what it shows as a PNG file; waits at most some seconds for a frame. */
    public void snapshot(Path file) {
        place.snapshot(node, Duration.ZERO, file);
    }

    @Override
    public String toString() {
        return label + " (" + node + ")";
    }
}
