// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

/** struct v4l2_event_subscription: which events to be told of. */
public final class EventSubscription extends KernelStruct {
    public static final int SIZE = 32;
    public static final int TYPE = 0;
    public static final int ID = 4;
    public static final int FLAGS = 8;

    public EventSubscription() {
        super(SIZE);
    }

    public int type() {
        return getInt(TYPE);
    }

    public EventSubscription type(int value) {
        putInt(TYPE, value);
        return this;
    }

    public int id() {
        return getInt(ID);
    }

    public EventSubscription id(int value) {
        putInt(ID, value);
        return this;
    }

    public int flags() {
        return getInt(FLAGS);
    }

    public EventSubscription flags(int value) {
        putInt(FLAGS, value);
        return this;
    }
}
