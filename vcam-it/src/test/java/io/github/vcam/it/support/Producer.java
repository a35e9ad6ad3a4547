// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

/** Feeds stamped video by one method. */
public interface Producer extends AutoCloseable {
    Node node();

    /** Hands one frame to the kernel, waiting a bounded time for room; returns its length. */
    int send(int number);

    @Override
    void close();
}
