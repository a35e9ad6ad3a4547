// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

/** Takes frames by a queue of mapped buffers. */
public final class MappedConsumer extends StreamingConsumer {
    public MappedConsumer(StampedVideo video) {
        this(video, 4);
    }

    public MappedConsumer(StampedVideo video, int count) {
        super(video, (node, side) -> MappedBuffers.request(node, side, count));
    }
}
