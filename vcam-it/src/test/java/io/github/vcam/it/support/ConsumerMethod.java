// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

/** How a consumer takes its frames. */
public enum ConsumerMethod {
    READ,
    MMAP,
    USERPTR,
    /** {@link Vivid} has to be loaded. */
    DMABUF;

    private static final int BUFFERS = 4;

    public Consumer open(StampedVideo video) {
        return switch (this) {
            case READ -> new ReadingConsumer(video);
            case MMAP -> new MappedConsumer(video);
            case USERPTR -> new StreamingConsumer(video, BroughtBuffers.userptr(BUFFERS));
            case DMABUF -> new StreamingConsumer(video, BroughtBuffers.dmabuf(BUFFERS));
        };
    }
}
