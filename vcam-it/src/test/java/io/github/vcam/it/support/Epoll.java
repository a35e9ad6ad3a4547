// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import com.sun.jna.Memory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import java.time.Duration;

/** One node watched by epoll(7), whose flags are those of poll(). */
public final class Epoll implements AutoCloseable {
    private static final int ADD = 1;
    private static final int MODIFY = 3;
    private static final int EVENT_SIZE = 16;

    private final Node node;
    private final int fd;

    public Epoll(Node node, int events) {
        this.node = node;
        this.fd = CLibrary.INSTANCE.epoll_create1(V4l2.O_CLOEXEC);
        control(ADD, events);
    }

    /** Asks for other events from now on. */
    public void modify(int events) {
        control(MODIFY, events);
    }

    private void control(int operation, int events) {
        try (Memory event = new Memory(EVENT_SIZE)) {
            event.clear();
            event.setInt(0, events);
            CLibrary.INSTANCE.epoll_ctl(fd, operation, node.descriptor(), event);
        }
    }

    /** The flags that come within the time, 0 for none. */
    public int await(Duration patience) {
        try (Memory event = new Memory(EVENT_SIZE)) {
            int count = CLibrary.INSTANCE.epoll_wait(fd, event, 1, Math.toIntExact(patience.toMillis()));
            return count == 0 ? 0 : event.getInt(0);
        }
    }

    @Override
    public void close() {
        Node.must("close", SystemCalls.host().close(fd));
    }
}
