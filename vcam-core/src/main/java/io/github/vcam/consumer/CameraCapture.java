// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.consumer;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.v4l2.DeviceFormat;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.V4l2Exception;
import io.github.vcam.v4l2.VideoDevice;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of a node's CAPTURE side. For one thread; several captures may share a node if its driver allows. Makes
 * no garbage per frame.
 */
public final class CameraCapture implements AutoCloseable {
    private final CaptureRequest request;
    private final VideoDevice device;
    private DeviceFormat format;
    private Intake intake;
    private @Nullable CaptureEnd end;
    private boolean closed;

    private CameraCapture(CaptureRequest request, VideoDevice device) {
        this.request = request;
        this.device = device;
        this.format = negotiate(request, device);
        this.intake = Intake.begin(request, device, format);
    }

    /** Reads what the node gives, by MMAP with four buffers. */
    public static CameraCapture open(String device) {
        return open(CaptureRequest.of(device));
    }

    /** Opens the node, agrees on a format and starts streaming. */
    public static CameraCapture open(CaptureRequest request) {
        return open(request, VideoDevice.open(request.device(), Direction.CAPTURE));
    }

    /** As {@link #open(CaptureRequest)}, over a device that it owns from then on, also when it fails. */
    static CameraCapture open(CaptureRequest request, VideoDevice device) {
        try {
            return new CameraCapture(request, device);
        } catch (RuntimeException e) {
            device.close();
            throw e;
        }
    }

    private static DeviceFormat negotiate(CaptureRequest request, VideoDevice device) {
        DeviceFormat current = device.format(Direction.CAPTURE);
        if (request.format() == null) {
            return current;
        }
        DeviceFormat answer = device.setFormat(Direction.CAPTURE, DeviceFormat.asking(request.format()));
        if (!answer.fourCc().equals(request.format().pixelFormat().fourCc())
                || !answer.size().equals(request.format().size())) {
            throw new VcamException(
                    CoreError.FORMAT_REFUSED,
                    "VIDIOC_S_FMT on " + device.path() + ": it gives " + answer + " instead of " + request.format());
        }
        return answer;
    }

    /** The format as negotiated, at the opening or the last restart. */
    public DeviceFormat format() {
        return format;
    }

    /** Where the planes lie; empty when this library does not know the format. */
    public Optional<PlaneLayout> layout() {
        return format.layout();
    }

    /** The number of buffers that the driver granted; 1 for read(). */
    public int bufferCount() {
        return intake.bufferCount();
    }

    /** The device, for asking its capabilities; still owned by this capture. */
    public VideoDevice device() {
        return device;
    }

    /**
     * Gives the borrowed frame back and waits for the next one; null when none came within {@code limit}, the thread was
     * interrupted (flag kept), or at once when none can come any more, see {@link #ended}. Fails with DEVICE_VANISHED when
     * the node is gone.
     */
    public @Nullable CapturedFrame next(Duration limit) {
        return known(isOver() ? null : intake.next(limit.toNanos()));
    }

    /**
     * As {@link #next}, but leaves out the frames that newer ones have followed already, and where it is null the frame
     * before stays lent. For who is slower than the camera; by read() it is the next frame.
     */
    public @Nullable CapturedFrame newest(Duration limit) {
        return known(isOver() ? null : intake.newest(limit.toNanos()));
    }

    private boolean isOver() {
        requireOpen();
        return end != null;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the capture of " + device.path() + " was closed");
        }
    }

    private @Nullable CapturedFrame known(@Nullable CapturedFrame came) {
        if (came == null && end == null && intake.hasEnded()) {
            end = isFormatAsBefore() ? CaptureEnd.END_OF_STREAM : CaptureEnd.NEW_FORMAT;
        }
        return came;
    }

    private boolean isFormatAsBefore() {
        try {
            return device.format(Direction.CAPTURE).equals(format);
        } catch (V4l2Exception e) {
            if (e.code() == CoreError.IOCTL_FAILED) {
                return true; // EINVAL: without a producer some nodes have no CAPTURE side
            }
            throw e;
        }
    }

    /** Why {@link #next} has no frame and will have none; empty as long as one may come. */
    public Optional<CaptureEnd> ended() {
        return Optional.ofNullable(end);
    }

    /**
     * Takes the borrowed frame away and begins anew, with the format that the node has now and buffers for it. After the
     * end of a stream its last frame may come once more, then those of the next producer. Fails as {@link #open} does, with
     * FORMAT_REFUSED where the request insists on a format that the node has no longer; it may be tried again.
     */
    public void restart() {
        requireOpen();
        intake.close();
        DeviceFormat now = negotiate(request, device);
        intake = Intake.begin(request, device, now);
        format = now;
        end = null;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            intake.close();
            device.close();
        }
    }
}
