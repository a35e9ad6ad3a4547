// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

/** How a producer hands its frames over. */
public enum OutputMethod {
    WRITE,
    MMAP;

    public Producer open(StampedVideo video) {
        return this == WRITE ? new WritingProducer(video) : new MappedProducer(video);
    }
}
