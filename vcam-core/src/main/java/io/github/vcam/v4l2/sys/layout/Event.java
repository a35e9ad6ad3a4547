// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

/** struct v4l2_event: something that happened, with its payload in a union. */
public final class Event extends KernelStruct {
    public static final int SIZE = 136;
    public static final int TYPE = 0;
    public static final int SOURCE_CHANGES = 8;
    /** struct v4l2loopback_client_usage begins there. */
    public static final int CLIENT_USAGE = 8;

    public static final int PENDING = 72;
    public static final int SEQUENCE = 76;
    public static final int SECONDS = 80;
    public static final int NANOSECONDS = 88;
    public static final int ID = 96;

    public Event() {
        super(SIZE);
    }

    public int type() {
        return getInt(TYPE);
    }

    public Event type(int value) {
        putInt(TYPE, value);
        return this;
    }

    public int sourceChanges() {
        return getInt(SOURCE_CHANGES);
    }

    public Event sourceChanges(int value) {
        putInt(SOURCE_CHANGES, value);
        return this;
    }

    /** Whether somebody takes frames: 1 or 0, of the event V4L2LOOPBACK_EVENT_CLIENT_USAGE. */
    public int clientUsage() {
        return getInt(CLIENT_USAGE);
    }

    public Event clientUsage(int value) {
        putInt(CLIENT_USAGE, value);
        return this;
    }

    public int pending() {
        return getInt(PENDING);
    }

    public Event pending(int value) {
        putInt(PENDING, value);
        return this;
    }

    public int sequence() {
        return getInt(SEQUENCE);
    }

    public Event sequence(int value) {
        putInt(SEQUENCE, value);
        return this;
    }

    public long seconds() {
        return getLong(SECONDS);
    }

    public Event seconds(long value) {
        putLong(SECONDS, value);
        return this;
    }

    public long nanoseconds() {
        return getLong(NANOSECONDS);
    }

    public Event nanoseconds(long value) {
        putLong(NANOSECONDS, value);
        return this;
    }

    public int id() {
        return getInt(ID);
    }

    public Event id(int value) {
        putInt(ID, value);
        return this;
    }
}
