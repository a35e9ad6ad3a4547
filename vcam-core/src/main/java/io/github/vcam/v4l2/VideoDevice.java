// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.ErrorId;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.FourCc;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Capability;
import io.github.vcam.v4l2.sys.layout.Format;
import io.github.vcam.v4l2.sys.layout.FormatDescription;
import io.github.vcam.v4l2.sys.layout.FrameSizes;
import io.github.vcam.v4l2.sys.layout.KernelStruct;
import io.github.vcam.v4l2.sys.layout.LoopbackBehind;
import io.github.vcam.v4l2.sys.layout.StreamParameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One opened video node; owns its file descriptor. For one thread at a time. All methods fail with
 * {@link V4l2Exception} when the kernel refuses. Queues of this device must be closed before it.
 */
public final class VideoDevice implements AutoCloseable {
    private static final int LIST_LIMIT = 256;

    private final SystemCalls calls;
    private final NodeFinder neighbours;
    private final String path;
    private final int fd;
    private final Capabilities capabilities;
    private @Nullable ConsumerWatch watch;
    private boolean closed;

    private VideoDevice(SystemCalls calls, NodeFinder neighbours, String path, int fd, Capabilities capabilities) {
        this.calls = calls;
        this.neighbours = neighbours;
        this.path = path;
        this.fd = fd;
        this.capabilities = capabilities;
    }

    /**
     * Opens the node that {@code device} names (a path, a number or a card label) and that has this direction. Fails
     * with DEVICE_ABSENT, DEVICE_FORBIDDEN or DEVICE_UNSUITABLE.
     */
    public static VideoDevice open(String device, Direction direction) {
        return open(SystemCalls.host(), NodeFinder.ofThisMachine(), device, direction);
    }

    /** As {@link #open(String, Direction)}, over other system calls and another sysfs. */
    static VideoDevice open(SystemCalls calls, NodeFinder finder, String device, Direction direction) {
        List<Path> candidates = finder.find(device);
        for (Path candidate : candidates) {
            VideoDevice opened = open(calls, finder, candidate.toString());
            if (opened.capabilities.has(direction) || opened.takesUnannounced(direction)) {
                return opened;
            }
            opened.close();
        }
        throw new VcamException(
                CoreError.DEVICE_UNSUITABLE, candidates.get(0) + " has no video " + direction + " side");
    }

    private static VideoDevice open(SystemCalls calls, NodeFinder finder, String path) {
        int fd = calls.open(path, V4l2.O_RDWR | V4l2.O_NONBLOCK | V4l2.O_CLOEXEC);
        if (fd < 0) {
            throw V4l2Exception.of("open", path, -fd);
        }
        Capability answer = new Capability();
        int result = calls.ioctl(fd, Ioctl.VIDIOC_QUERYCAP, answer);
        if (result < 0) {
            calls.close(fd);
            ErrorId code = -result == Errno.ENODEV ? CoreError.DEVICE_VANISHED : CoreError.DEVICE_UNSUITABLE;
            throw new V4l2Exception(code, Ioctl.VIDIOC_QUERYCAP.name(), path, -result);
        }
        return new VideoDevice(calls, finder, path, fd, Capabilities.of(answer));
    }

    /** A loopback node that is a camera to everybody takes a producer as well. */
    private boolean takesUnannounced(Direction direction) {
        return direction == Direction.OUTPUT
                && calls.ioctl(fd, Ioctl.VIDIOC_G_FMT, new Format().type(direction.bufferType())) >= 0;
    }

    /** The node's path, for messages. */
    public String path() {
        return path;
    }

    public Capabilities capabilities() {
        return capabilities;
    }

    SystemCalls calls() {
        return calls;
    }

    /** The open descriptor; its number may be another file's after {@link #close}. */
    int fd() {
        if (closed) {
            throw new IllegalStateException(path + " was closed");
        }
        return fd;
    }

    /** The nodes of this device's machine. */
    NodeFinder neighbours() {
        return neighbours;
    }

    /** The kinds of memory that a queue takes; to be asked before it has buffers. */
    public Set<MemoryKind> memoryKinds(Direction direction) {
        return MemoryKind.offered(this, direction);
    }

    /**
     * The consumers that have got neither a frame that this descriptor sent nor a later one; empty where the driver does
     * not tell. May be called by any thread while the device is open.
     *
     * @param sequence of the frame in its stream, from 0
     */
    public Optional<Behind> behind(int sequence) {
        LoopbackBehind answer = new LoopbackBehind().sequence(sequence);
        int result = calls.ioctl(fd(), Ioctl.V4L2LOOPBACK_IOC_BEHIND, answer);
        if (result == -Errno.ENOTTY || result == -Errno.EINVAL) {
            return Optional.empty();
        }
        if (result < 0) {
            throw V4l2Exception.of(Ioctl.V4L2LOOPBACK_IOC_BEHIND.name(), path, -result);
        }
        return Optional.of(new Behind(answer.count(), answer.pid(), answer.comm()));
    }

    /**
     * Looks from now on, until the device is closed, whether programs take frames from it; empty where the driver does not
     * tell. To be called once.
     *
     * @param changed told of each change, on the watch's thread; must not wait for who closes the device
     */
    public Optional<ConsumerWatch> watchConsumers(Runnable changed) {
        Optional<ConsumerWatch> begun = ConsumerWatch.begin(this, changed);
        watch = begun.orElse(null);
        return begun;
    }

    /** The FourCCs that this side offers, in the driver's order. */
    public List<FourCc> formats(Direction direction) {
        List<FourCc> formats = new ArrayList<>();
        FormatDescription description = new FormatDescription();
        for (int i = 0; i < LIST_LIMIT; i++) {
            description.clear();
            description.index(i).type(direction.bufferType());
            if (calls.ioctl(fd(), Ioctl.VIDIOC_ENUM_FMT, description) < 0) {
                break;
            }
            formats.add(new FourCc(description.pixelFormat()));
        }
        return formats;
    }

    /** The largest size that the node says it takes in this format; empty when it does not say. */
    public Optional<FrameSize> largestSize(FourCc fourCc) {
        FrameSizes sizes = new FrameSizes();
        FrameSize largest = null;
        for (int i = 0; i < LIST_LIMIT; i++) {
            sizes.clear();
            sizes.index(i).pixelFormat(fourCc.code());
            if (calls.ioctl(fd(), Ioctl.VIDIOC_ENUM_FRAMESIZES, sizes) < 0) {
                break;
            }
            boolean discrete = sizes.type() == V4l2.V4L2_FRMSIZE_TYPE_DISCRETE;
            int width = discrete ? sizes.width() : sizes.maximumWidth();
            int height = discrete ? sizes.height() : sizes.maximumHeight();
            if (largest == null || (long) width * height > (long) largest.width() * largest.height()) {
                largest = new FrameSize(Math.min(width, 32_768), Math.min(height, 32_768));
            }
            if (!discrete) {
                break;
            }
        }
        return Optional.ofNullable(largest);
    }

    public DeviceFormat format(Direction direction) {
        Format format = new Format().type(direction.bufferType());
        require(Ioctl.VIDIOC_G_FMT, format);
        return DeviceFormat.of(format);
    }

    /** Sets the format; the driver may change everything, and the answer is what counts (V4L2: VIDIOC_S_FMT). */
    public DeviceFormat setFormat(Direction direction, DeviceFormat wanted) {
        Format format = new Format().type(direction.bufferType());
        wanted.fill(format);
        require(Ioctl.VIDIOC_S_FMT, format);
        return DeviceFormat.of(format);
    }

    /** What {@link #setFormat} would answer, without setting it; empty when the driver refuses or cannot try. */
    public Optional<DeviceFormat> tryFormat(Direction direction, DeviceFormat wanted) {
        Format format = new Format().type(direction.bufferType());
        wanted.fill(format);
        return calls.ioctl(fd(), Ioctl.VIDIOC_TRY_FMT, format) < 0
                ? Optional.empty()
                : Optional.of(DeviceFormat.of(format));
    }

    /** Tells the rate to the driver and returns its answer; empty when it has no opinion on rates. */
    public Optional<FrameRate> setRate(Direction direction, FrameRate rate) {
        StreamParameters parameters = new StreamParameters()
                .type(direction.bufferType())
                .numerator(rate.denominator())
                .denominator(rate.numerator());
        return rate(calls.ioctl(fd(), Ioctl.VIDIOC_S_PARM, parameters), parameters);
    }

    public Optional<FrameRate> rate(Direction direction) {
        StreamParameters parameters = new StreamParameters().type(direction.bufferType());
        return rate(calls.ioctl(fd(), Ioctl.VIDIOC_G_PARM, parameters), parameters);
    }

    private static Optional<FrameRate> rate(int result, StreamParameters answer) {
        boolean said = result >= 0 && answer.numerator() > 0 && answer.denominator() > 0;
        // V4L2 gives the time per frame, the inverse of a rate
        int frames = answer.denominator();
        int seconds = answer.numerator();
        return said ? Optional.of(new FrameRate(frames, seconds)) : Optional.empty();
    }

    void require(Ioctl request, KernelStruct argument) {
        int result = calls.ioctl(fd(), request, argument);
        if (result < 0) {
            throw V4l2Exception.of(request.name(), path, -result);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (watch != null) {
                watch.close();
            }
            calls.close(fd);
        }
    }

    @Override
    public String toString() {
        return path + " (" + capabilities.card() + ")";
    }
}
