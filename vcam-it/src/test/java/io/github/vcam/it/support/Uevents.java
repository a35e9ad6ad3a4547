// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import com.sun.jna.Memory;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What the kernel tells udev, heard where udev hears it: on a netlink socket. */
public final class Uevents implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int NETLINK_KOBJECT_UEVENT = 15;
    private static final int FROM_THE_KERNEL = 1;
    private static final int ADDRESS_SIZE = 12;
    private static final int ADDRESS_GROUPS = 8;

    private final SystemCalls system = SystemCalls.host();
    private final NativeMemory message = system.allocate(8192);
    private final int fd;

    public Uevents() {
        fd = CLibrary.INSTANCE.socket(AF_NETLINK, SOCK_RAW | V4l2.O_CLOEXEC, NETLINK_KOBJECT_UEVENT);
        try (Memory address = new Memory(ADDRESS_SIZE)) {
            address.clear();
            address.setShort(0, (short) AF_NETLINK);
            address.setInt(ADDRESS_GROUPS, FROM_THE_KERNEL);
            CLibrary.INSTANCE.bind(fd, address, ADDRESS_SIZE);
        }
    }

    /** Whether this action is told of this node, {@code video10} for instance, within the time. */
    public boolean hear(String action, String name, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            long left =
                    Duration.ofNanos(Math.max(0, deadline - System.nanoTime())).toMillis();
            if (system.poll(fd, V4l2.POLLIN, Math.toIntExact(left)) == 0) {
                return false;
            }
            String head = next();
            if (head.startsWith(action + "@") && head.endsWith("/" + name)) {
                return true;
            }
        }
    }

    private String next() {
        byte[] bytes = new byte[Math.toIntExact(system.read(fd, message, message.length()))];
        message.bytes().get(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8).split("\0", 2)[0];
    }

    @Override
    public void close() {
        Node.must("close", system.close(fd));
        system.free(message);
    }
}
