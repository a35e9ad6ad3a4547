// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

/**
 * One thing to measure.
 *
 * @param producer how frames go in: write, mmap, userptr or dmabuf
 * @param consumer how they come out: read, mmap, userptr or dmabuf
 * @param width in pixels; a frame is YUYV, two bytes a pixel
 * @param height in pixels
 * @param buffers that each side asks for
 * @param consumers how many watch; 0 for a producer alone
 */
public record Scenario(String producer, String consumer, int width, int height, int buffers, int consumers) {

    /** A name without blanks that is the same in every report: {@code write-read-640x480-b4-c1}. */
    public String id() {
        return path().replace("->", "-") + "-" + size() + "-b" + buffers + "-c" + consumers;
    }

    /** The way of a frame: {@code write->read}; {@code write->} when nobody watches. */
    public String path() {
        return producer + "->" + (consumers == 0 ? "" : consumer);
    }

    public String size() {
        return width + "x" + height;
    }

    public long frameBytes() {
        return 2L * width * height;
    }
}
