// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.InvalidValueException;
import io.github.vcam.error.VcamException;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.LoopbackConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A loopback device that lives as long as this object and its process: when either ends, its nodes go, whoever has them
 * open. Owns a file descriptor of the module's control node. Safe for use by several threads.
 */
public final class OwnedDevice implements AutoCloseable {
    private static final String CONTROL_NODE = "/dev/v4l2loopback";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int ANY = -1;
    private static final int JOINED = 0;
    private static final int SPLIT = -2;

    /** What programs see of the device's two sides. */
    public enum Form {
        /** One node that is a camera to everybody, fed or not; a producer that does not ask first feeds it. */
        CAMERA(LoopbackConfig.ANNOUNCE_CAMERA),
        /** One node that is CAPTURE and OUTPUT at once. */
        JOINED(LoopbackConfig.ANNOUNCE_ALL),
        /** One node: CAPTURE while it is fed, else OUTPUT. */
        EXCLUSIVE(LoopbackConfig.ANNOUNCE_ONE),
        /** A node for each side. */
        SPLIT(LoopbackConfig.ANNOUNCE_ONE);

        private final int announces;

        Form(int announces) {
            this.announces = announces;
        }

        /** The form that users write: camera, joined, exclusive or split. Fails with PARAMETER_INVALID. */
        public static Form of(String name) {
            return Arrays.stream(values())
                    .filter(form -> form.name().equalsIgnoreCase(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> InvalidValueException.of(
                            "form", "the form is '" + name + "': it can be camera, joined, exclusive or split"));
        }
    }

    private final SystemCalls calls;
    private final String label;
    private final Form form;
    private final int fd;
    private final LoopbackConfig config;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable String group;

    private OwnedDevice(SystemCalls calls, String label, Form form, int fd, LoopbackConfig config) {
        this.calls = calls;
        this.label = label;
        this.form = form;
        this.fd = fd;
        this.config = config;
    }

    /**
     * Adds one at numbers that are free. Fails with {@link V4l2Exception}: DEVICE_ABSENT when the module is not loaded,
     * DEVICE_FORBIDDEN for who may not, IOCTL_FAILED when there are too many.
     *
     * @param label the name that programs show, at most 31 bytes
     */
    public static OwnedDevice add(String label, Form form) {
        return add(SystemCalls.host(), label, form);
    }

    static OwnedDevice add(SystemCalls calls, String label, Form form) {
        return add(calls, label, form, ANY, form == Form.SPLIT ? SPLIT : JOINED);
    }

    private static OwnedDevice add(SystemCalls calls, String label, Form form, int outputNumber, int captureNumber) {
        int fd = calls.open(CONTROL_NODE, V4l2.O_RDWR | V4l2.O_CLOEXEC);
        if (fd < 0) {
            throw V4l2Exception.of("open", CONTROL_NODE, -fd);
        }
        LoopbackConfig config = new LoopbackConfig()
                .outputNumber(outputNumber)
                .captureNumber(captureNumber)
                .cardLabel(label)
                .announces(form.announces);
        int number = calls.ioctl(fd, Ioctl.V4L2LOOPBACK_CTL_ADD_OWNED, config);
        int queried = number < 0 ? number : calls.ioctl(fd, Ioctl.V4L2LOOPBACK_CTL_QUERY, config.outputNumber(number));
        if (queried < 0) {
            calls.close(fd);
            Ioctl failed = number < 0 ? Ioctl.V4L2LOOPBACK_CTL_ADD_OWNED : Ioctl.V4L2LOOPBACK_CTL_QUERY;
            throw V4l2Exception.of(failed.name(), CONTROL_NODE, -queried);
        }
        return new OwnedDevice(calls, label, form, fd, config);
    }

    /**
     * Adds another one with the same label, form and group when this one was closed: at the same numbers if they are free, which
     * they are when nobody has the nodes of this one open any more, else at others. Fails as {@link #add} does.
     */
    public OwnedDevice addAgain() {
        OwnedDevice again = addThere();
        String members = group;
        if (members != null) {
            try {
                again.watchedBy(members);
            } catch (RuntimeException e) {
                again.close();
                throw e;
            }
        }
        return again;
    }

    private OwnedDevice addThere() {
        try {
            return add(calls, label, form, config.outputNumber(), form == Form.SPLIT ? config.captureNumber() : JOINED);
        } catch (V4l2Exception e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
            return add(calls, label, form);
        }
    }

    /**
     * Lets only members of a group watch, beside root. Root's rights are needed: DEVICE_FORBIDDEN says that they are missing,
     * PARAMETER_INVALID that there is no such group.
     */
    public void watchedBy(String members) {
        NodeGroup.give(consumerNode(), members);
        group = members;
    }

    /**
     * Opens the producer's side. The node is there at once, but udev gives it to its group a moment later: for that it waits.
     * Fails as {@link VideoDevice#open} does.
     */
    public VideoDevice open() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (; ; ) {
            try {
                return VideoDevice.open(node(), Direction.OUTPUT);
            } catch (VcamException e) {
                boolean soon = e.code() == CoreError.DEVICE_FORBIDDEN || e.code() == CoreError.DEVICE_ABSENT;
                if (!soon || System.nanoTime() - deadline > 0 || !pause()) {
                    throw e;
                }
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The node that a producer opens: {@code /dev/video3}. */
    public String node() {
        return "/dev/video" + config.outputNumber();
    }

    /** The node that consumers open; the same one unless the device is {@link Form#SPLIT}. */
    public String consumerNode() {
        return config.captureNumber() > 0 ? "/dev/video" + config.captureNumber() : node();
    }

    /** Takes the device away from everybody. */
    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            calls.close(fd);
        }
    }
}
