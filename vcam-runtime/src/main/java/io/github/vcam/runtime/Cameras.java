// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import java.util.Iterator;
import java.util.List;

/**
 * The cameras that {@link Place#load} made, in the order of their nodes. For one thread at a time. Closing them unloads
 * the module; that fails when somebody still has one of them open, so feeds are closed before.
 */
public final class Cameras implements AutoCloseable, Iterable<Camera> {
    private final Place place;
    private final List<Camera> cameras;

    Cameras(Place place, List<Camera> cameras) {
        this.place = place;
        this.cameras = List.copyOf(cameras);
    }

    /** The camera with this label; fails with DEVICE_ABSENT when there is none. */
    public Camera get(String label) {
        return cameras.stream()
                .filter(camera -> camera.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new VcamException(
                        CoreError.DEVICE_ABSENT,
                        "there is no camera \"" + label + "\" on " + place.description() + "; there are " + cameras));
    }

    @Override
    public Iterator<Camera> iterator() {
        return cameras.iterator();
    }

    @Override
    public void close() {
        place.unload();
    }
}
