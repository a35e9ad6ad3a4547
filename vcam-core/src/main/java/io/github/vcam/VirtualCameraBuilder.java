// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import io.github.vcam.feed.EverybodysFormat;
import io.github.vcam.feed.Outputs;
import io.github.vcam.frame.Buffers;
import io.github.vcam.frame.Colours;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.producer.CameraOutput;
import io.github.vcam.producer.FrameDemand;
import io.github.vcam.producer.StreamingMethod;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.VideoDevice;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link VirtualCamera} shall be: without another word 640x480 at 30 frames per second, in a pixel format that every
 * program takes, by the best method of the node. Begin with {@link VirtualCamera#on}. For one thread; may be opened several
 * times.
 */
public final class VirtualCameraBuilder {
    private static final FrameSize USUAL_SIZE = new FrameSize(640, 480);

    private final String device;
    private @Nullable PixelFormat pixelFormat;
    private @Nullable FrameSize size;
    private FrameRate rate = FrameRate.of(30);
    private StreamingMethod method = StreamingMethod.AUTO;
    private Colours colours = Colours.UNSAID;
    private int buffers = Buffers.USUAL;

    VirtualCameraBuilder(String device) {
        this.device = device;
    }

    /** This pixel format and no other, instead of one that every program takes, browsers too: YU12, NV12 or YUYV. */
    public VirtualCameraBuilder pixelFormat(PixelFormat value) {
        pixelFormat = value;
        return this;
    }

    /** Width and height in pixels; without them those of whoever looks at the node's placeholder, or 640x480. */
    public VirtualCameraBuilder size(int width, int height) {
        return size(new FrameSize(width, height));
    }

    /** The same as {@link #size(int, int)}. */
    public VirtualCameraBuilder size(FrameSize value) {
        size = value;
        return this;
    }

    /** This pixel format and size and no others. */
    public VirtualCameraBuilder format(FrameFormat value) {
        return pixelFormat(value.pixelFormat()).size(value.size());
    }

    /** Frames per second. */
    public VirtualCameraBuilder rate(int framesPerSecond) {
        return rate(FrameRate.of(framesPerSecond));
    }

    /** Frames per second, as a fraction. */
    public VirtualCameraBuilder rate(FrameRate value) {
        rate = value;
        return this;
    }

    /** How frames travel, instead of by the best method that the node offers. */
    public VirtualCameraBuilder method(StreamingMethod value) {
        method = value;
        return this;
    }

    /**
     * The colours that programs are told of and that pictures are brought to, where the format is Y'CbCr; without them
     * nothing is told, which means BT.601 in limited range. What else is sent must have them already.
     */
    public VirtualCameraBuilder colours(Colours value) {
        colours = value;
        return this;
    }

    /** How many buffers to ask the driver for, 1 to 32, instead of four; fails with PARAMETER_INVALID. */
    public VirtualCameraBuilder buffers(int value) {
        Buffers.check(value);
        buffers = value;
        return this;
    }

    /**
     * Opens the node. Fails with a DEVICE id, or with FORMAT_REFUSED, SIZE_INVALID or METHOD_REFUSED when it does not take
     * what is asked for.
     */
    public VirtualCamera open() {
        return open(VideoDevice.open(device, Direction.OUTPUT));
    }

    /** As {@link #open()}, over a device that it owns from then on, also when it fails. */
    VirtualCamera open(VideoDevice node) {
        FrameSize wanted = size == null ? USUAL_SIZE : size;
        FrameDemand demand = new FrameDemand(pixelFormat, size, EverybodysFormat.of(wanted), rate, colours);
        CameraOutput output = Outputs.open(method, buffers, demand, node);
        return new VirtualCamera(output, rate);
    }
}
