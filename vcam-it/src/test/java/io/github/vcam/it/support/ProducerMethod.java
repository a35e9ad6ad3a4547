// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

/** How a producer hands its frames over. */
public enum ProducerMethod {
    WRITE,
    MMAP,
    USERPTR,
    /** {@link Vivid} has to be loaded. */
    DMABUF;

    private static final int BUFFERS = 4;

    /** Its buffers are in memory of its own, rather than the device's. */
    public boolean brings() {
        return this == USERPTR || this == DMABUF;
    }

    public Producer open(StampedVideo video) {
        return switch (this) {
            case WRITE -> new WritingProducer(video);
            case MMAP -> new MappedProducer(video);
            case USERPTR -> new StreamingProducer(video, BroughtBuffers.userptr(BUFFERS));
            case DMABUF -> new StreamingProducer(video, BroughtBuffers.dmabuf(BUFFERS));
        };
    }
}
