// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

/** struct v4l2_capability: who the node is and what it can do. */
public final class Capability extends KernelStruct {
    public static final int SIZE = 104;
    public static final int DRIVER = 0;
    public static final int CARD = 16;
    public static final int BUS_INFO = 48;
    public static final int VERSION = 80;
    public static final int CAPABILITIES = 84;
    public static final int DEVICE_CAPS = 88;

    public Capability() {
        super(SIZE);
    }

    public String driver() {
        return getText(DRIVER, 16);
    }

    public Capability driver(String value) {
        putText(DRIVER, 16, value);
        return this;
    }

    public String card() {
        return getText(CARD, 32);
    }

    public Capability card(String value) {
        putText(CARD, 32, value);
        return this;
    }

    public String busInfo() {
        return getText(BUS_INFO, 32);
    }

    public Capability busInfo(String value) {
        putText(BUS_INFO, 32, value);
        return this;
    }

    public int version() {
        return getInt(VERSION);
    }

    public Capability version(int value) {
        putInt(VERSION, value);
        return this;
    }

    public int capabilities() {
        return getInt(CAPABILITIES);
    }

    public Capability capabilities(int value) {
        putInt(CAPABILITIES, value);
        return this;
    }

    public int deviceCaps() {
        return getInt(DEVICE_CAPS);
    }

    public Capability deviceCaps(int value) {
        putInt(DEVICE_CAPS, value);
        return this;
    }
}
