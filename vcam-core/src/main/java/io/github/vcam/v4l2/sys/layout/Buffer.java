// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

/** struct v4l2_buffer: one buffer of a queue, its state and its place. */
public final class Buffer extends KernelStruct {
    public static final int SIZE = 88;
    public static final int INDEX = 0;
    public static final int TYPE = 4;
    public static final int BYTES_USED = 8;
    public static final int FLAGS = 12;
    public static final int FIELD = 16;
    public static final int SECONDS = 24;
    public static final int MICROSECONDS = 32;
    public static final int SEQUENCE = 56;
    public static final int MEMORY = 60;
    public static final int OFFSET = 64;
    public static final int USER_POINTER = 64;
    public static final int FILE_DESCRIPTOR = 64;
    public static final int LENGTH = 72;
    public static final int REQUEST_FD = 80;

    public Buffer() {
        super(SIZE);
    }

    public int index() {
        return getInt(INDEX);
    }

    public Buffer index(int value) {
        putInt(INDEX, value);
        return this;
    }

    public int type() {
        return getInt(TYPE);
    }

    public Buffer type(int value) {
        putInt(TYPE, value);
        return this;
    }

    public int bytesUsed() {
        return getInt(BYTES_USED);
    }

    public Buffer bytesUsed(int value) {
        putInt(BYTES_USED, value);
        return this;
    }

    public int flags() {
        return getInt(FLAGS);
    }

    public Buffer flags(int value) {
        putInt(FLAGS, value);
        return this;
    }

    public int field() {
        return getInt(FIELD);
    }

    public Buffer field(int value) {
        putInt(FIELD, value);
        return this;
    }

    public long seconds() {
        return getLong(SECONDS);
    }

    public Buffer seconds(long value) {
        putLong(SECONDS, value);
        return this;
    }

    public long microseconds() {
        return getLong(MICROSECONDS);
    }

    public Buffer microseconds(long value) {
        putLong(MICROSECONDS, value);
        return this;
    }

    public int sequence() {
        return getInt(SEQUENCE);
    }

    public Buffer sequence(int value) {
        putInt(SEQUENCE, value);
        return this;
    }

    public int memory() {
        return getInt(MEMORY);
    }

    public Buffer memory(int value) {
        putInt(MEMORY, value);
        return this;
    }

    public int offset() {
        return getInt(OFFSET);
    }

    public Buffer offset(int value) {
        putInt(OFFSET, value);
        return this;
    }

    public long userPointer() {
        return getLong(USER_POINTER);
    }

    public Buffer userPointer(long value) {
        putLong(USER_POINTER, value);
        return this;
    }

    public int fileDescriptor() {
        return getInt(FILE_DESCRIPTOR);
    }

    public Buffer fileDescriptor(int value) {
        putInt(FILE_DESCRIPTOR, value);
        return this;
    }

    public int length() {
        return getInt(LENGTH);
    }

    public Buffer length(int value) {
        putInt(LENGTH, value);
        return this;
    }

    public int requestFd() {
        return getInt(REQUEST_FD);
    }

    public Buffer requestFd(int value) {
        putInt(REQUEST_FD, value);
        return this;
    }
}
