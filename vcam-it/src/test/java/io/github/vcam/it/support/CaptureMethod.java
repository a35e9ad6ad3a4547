// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

/** How a consumer takes its frames. */
public enum CaptureMethod {
    READ,
    MMAP;

    public Consumer open(StampedVideo video) {
        return this == READ ? new ReadingConsumer(video) : new MappedConsumer(video);
    }
}
