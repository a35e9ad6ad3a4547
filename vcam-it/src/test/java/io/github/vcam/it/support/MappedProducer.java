// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

/** Feeds by a queue of mapped buffers. */
public final class MappedProducer extends StreamingProducer {
    public MappedProducer(StampedVideo video) {
        super(video, (node, side) -> MappedBuffers.request(node, side, 4));
    }
}
