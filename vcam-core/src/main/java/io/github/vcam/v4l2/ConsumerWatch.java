// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Event;
import io.github.vcam.v4l2.sys.layout.EventSubscription;
import java.util.Optional;

/**
 * Whether programs take frames from a device, as the driver tells its producer by an event (loopback.rst, "Event"). A
 * thread of its own waits for that event, so while nothing changes nothing wakes. The device owns it. Safe for use by
 * several threads.
 */
public final class ConsumerWatch {
    private static final long END_MILLIS = 5_000;

    private final SystemCalls calls;
    private final int fd;
    private final int bell;
    private final Runnable changed;
    private final Event event = new Event();
    private final Thread thread;
    private volatile boolean watched;
    private volatile boolean closed;

    private ConsumerWatch(VideoDevice device, int bell, Runnable changed) {
        this.calls = device.calls();
        this.fd = device.fd();
        this.bell = bell;
        this.changed = changed;
        this.thread = new Thread(this::run, "vcam watches who watches " + device.path());
        thread.setDaemon(true);
    }

    /** Begins; empty where the driver does not tell. */
    static Optional<ConsumerWatch> begin(VideoDevice device, Runnable changed) {
        EventSubscription subscription = new EventSubscription()
                .type(V4l2.V4L2LOOPBACK_EVENT_CLIENT_USAGE)
                .flags(V4l2.V4L2_EVENT_SUB_FL_SEND_INITIAL);
        int result = device.calls().ioctl(device.fd(), Ioctl.VIDIOC_SUBSCRIBE_EVENT, subscription);
        if (result == -Errno.EINVAL || result == -Errno.ENOTTY) {
            return Optional.empty();
        }
        if (result < 0) {
            throw V4l2Exception.of(Ioctl.VIDIOC_SUBSCRIBE_EVENT.name(), device.path(), -result);
        }
        int bell = device.calls().createBell();
        if (bell < 0) {
            throw V4l2Exception.of("eventfd", device.path(), -bell);
        }
        ConsumerWatch watch = new ConsumerWatch(device, bell, changed);
        watch.take();
        watch.thread.start();
        return Optional.of(watch);
    }

    /** Whether somebody takes frames; also when the driver does not tell any more, as of a device that went away. */
    public boolean isWatched() {
        return watched;
    }

    private void run() {
        boolean goesOn = true;
        while (goesOn && !closed) {
            boolean came = (calls.pollWithBell(fd, V4l2.POLLPRI, bell) & V4l2.POLLPRI) != 0;
            if (!closed) {
                goesOn = came && take();
                watched |= !goesOn;
                changed.run();
            }
        }
    }

    /** Takes the newest event, if there is one; false when the device does not answer any more. */
    private boolean take() {
        int result;
        do {
            result = calls.ioctl(fd, Ioctl.VIDIOC_DQEVENT, event);
            if (result >= 0 && event.type() == V4l2.V4L2LOOPBACK_EVENT_CLIENT_USAGE) {
                watched = event.clientUsage() > 0;
            }
        } while (result >= 0);
        return result == -Errno.ENOENT;
    }

    /** Ends the thread; the device is still open. */
    void close() {
        closed = true;
        calls.ring(bell);
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            calls.close(bell);
        }
    }
}
