// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;

/** The module's control node, with the requests as numbers: those that programs have compiled in. */
public final class ControlNode implements AutoCloseable {
    public static final String PATH = "/dev/v4l2loopback";
    public static final long VERSION = 0x80047e00L;
    public static final long ADD = 0x40487e01L;
    public static final long REMOVE = 0x40047e02L;
    public static final long QUERY = 0xc0487e03L;
    public static final long ADD_OWNED = 0x40487e40L;
    public static final long LEGACY_ADD = 0x4c80;
    public static final long LEGACY_REMOVE = 0x4c81;
    public static final long LEGACY_QUERY = 0x4c82;

    private interface C extends Library {
        int ioctl(int fd, NativeLong request, Pointer argument) throws LastErrorException;
    }

    private static final C LIBRARY = Native.load("c", C.class);

    /** The 72 bytes that describe a device; what is not set asks for the default. */
    public static final class Config {
        private final Memory memory = new Memory(72);

        public Config() {
            memory.clear();
            number(-1);
            memory.setInt(68, -1);
        }

        public Config number(int value) {
            memory.setInt(0, value);
            return this;
        }

        public Config captureNumber(int value) {
            memory.setInt(4, value);
            return this;
        }

        public Config label(String value) {
            memory.setString(8, value);
            return this;
        }

        public Config size(int minWidth, int maxWidth, int minHeight, int maxHeight) {
            memory.write(40, new int[] {minWidth, maxWidth, minHeight, maxHeight}, 0, 4);
            return this;
        }

        public Config buffers(int value) {
            memory.setInt(56, value);
            return this;
        }

        public Config openers(int value) {
            memory.setInt(60, value);
            return this;
        }

        public Config allCaps(int value) {
            memory.setInt(68, value);
            return this;
        }

        public int number() {
            return memory.getInt(0);
        }

        public int captureNumber() {
            return memory.getInt(4);
        }

        public String label() {
            return memory.getString(8);
        }

        /** The field at this offset. */
        public int at(int offset) {
            return memory.getInt(offset);
        }
    }

    private final SystemCalls system = SystemCalls.host();
    private final int fd;

    public ControlNode() {
        fd = Node.must("open " + PATH, system.open(PATH, V4l2.O_RDWR | V4l2.O_CLOEXEC));
    }

    /** The answer, or minus errno; the argument is a number, or an address that nobody has. */
    public int call(long request, long argument) {
        return call(request, new Pointer(argument));
    }

    public int call(long request, Config config) {
        return call(request, config.memory);
    }

    private int call(long request, Pointer argument) {
        try {
            return LIBRARY.ioctl(fd, new NativeLong(request), argument);
        } catch (LastErrorException e) {
            return -e.getErrorCode();
        }
    }

    /** What the module says of its interface, as KERNEL_VERSION() codes it. */
    public int version() {
        try (Memory answer = new Memory(Integer.BYTES)) {
            Node.must("VERSION", call(VERSION, answer));
            return answer.getInt(0);
        }
    }

    @Override
    public void close() {
        Node.must("close", system.close(fd));
    }
}
