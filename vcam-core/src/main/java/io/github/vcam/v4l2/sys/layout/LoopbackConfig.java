// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys.layout;

/** struct v4l2_loopback_config: a loopback device, as the module's control node makes it. */
public final class LoopbackConfig extends KernelStruct {
    public static final int SIZE = 72;
    public static final int OUTPUT_NR = 0;
    public static final int CAPTURE_NR = 4;
    public static final int CARD_LABEL = 8;
    public static final int MAX_BUFFERS = 56;
    public static final int ANNOUNCE_ALL_CAPS = 68;

    /** {@link #announces}: CAPTURE or OUTPUT. */
    public static final int ANNOUNCE_ONE = 0;
    /** Both. */
    public static final int ANNOUNCE_ALL = 1;
    /** CAPTURE alone, whether it is fed or not. */
    public static final int ANNOUNCE_CAMERA = 2;

    private static final int LABEL_LENGTH = 32;

    public LoopbackConfig() {
        super(SIZE);
    }

    public int outputNumber() {
        return getInt(OUTPUT_NR);
    }

    public LoopbackConfig outputNumber(int value) {
        putInt(OUTPUT_NR, value);
        return this;
    }

    public int captureNumber() {
        return getInt(CAPTURE_NR);
    }

    public LoopbackConfig captureNumber(int value) {
        putInt(CAPTURE_NR, value);
        return this;
    }

    public String cardLabel() {
        return getText(CARD_LABEL, LABEL_LENGTH);
    }

    public LoopbackConfig cardLabel(String value) {
        putText(CARD_LABEL, LABEL_LENGTH, value);
        return this;
    }

    public int maxBuffers() {
        return getInt(MAX_BUFFERS);
    }

    public LoopbackConfig maxBuffers(int value) {
        putInt(MAX_BUFFERS, value);
        return this;
    }

    public int announces() {
        return getInt(ANNOUNCE_ALL_CAPS);
    }

    public LoopbackConfig announces(int value) {
        putInt(ANNOUNCE_ALL_CAPS, value);
        return this;
    }
}
