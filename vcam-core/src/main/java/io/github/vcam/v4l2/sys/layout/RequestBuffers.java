// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

/** struct v4l2_requestbuffers: how many buffers of which memory. */
public final class RequestBuffers extends KernelStruct {
    public static final int SIZE = 20;
    public static final int COUNT = 0;
    public static final int TYPE = 4;
    public static final int MEMORY = 8;
    public static final int CAPABILITIES = 12;

    public RequestBuffers() {
        super(SIZE);
    }

    public int count() {
        return getInt(COUNT);
    }

    public RequestBuffers count(int value) {
        putInt(COUNT, value);
        return this;
    }

    public int type() {
        return getInt(TYPE);
    }

    public RequestBuffers type(int value) {
        putInt(TYPE, value);
        return this;
    }

    public int memory() {
        return getInt(MEMORY);
    }

    public RequestBuffers memory(int value) {
        putInt(MEMORY, value);
        return this;
    }

    public int capabilities() {
        return getInt(CAPABILITIES);
    }

    public RequestBuffers capabilities(int value) {
        putInt(CAPABILITIES, value);
        return this;
    }
}
