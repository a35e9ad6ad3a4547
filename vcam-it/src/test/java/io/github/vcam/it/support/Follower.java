// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import java.util.List;

/** A program that watches the camera and tells which of {@link Greys} it gets. Closing ends it. */
public interface Follower extends AutoCloseable {
    /** Waits until it has got a first frame. */
    void awaitFirst();

    /** Frames that it captures after this call count. */
    void ask();

    /** What was on those frames, once there are two of them at least. */
    List<Integer> answer();

    @Override
    void close();
}
