// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.producer;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.v4l2.Behind;
import io.github.vcam.v4l2.ConsumerWatch;
import io.github.vcam.v4l2.PlainIo;
import io.github.vcam.v4l2.VideoDevice;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** One write() for each frame. */
public final class WriteOutput implements CameraOutput {
    private static final long LIMIT_NANOS = Duration.ofSeconds(5).toNanos();

    private final VideoDevice device;
    private final PlaneLayout layout;
    private final PlainIo io;

    private WriteOutput(VideoDevice device, PlaneLayout layout, PlainIo io) {
        this.device = device;
        this.layout = layout;
        this.io = io;
    }

    static WriteOutput open(VideoDevice device, PlaneLayout layout) {
        if (!device.capabilities().canReadWrite()) {
            throw new VcamException(CoreError.METHOD_REFUSED, device.path() + " does not take write()");
        }
        return new WriteOutput(device, layout, PlainIo.open(device, layout.sizeImage()));
    }

    @Override
    public PlaneLayout layout() {
        return layout;
    }

    @Override
    public StreamingMethod method() {
        return StreamingMethod.WRITE;
    }

    @Override
    public int bufferCount() {
        return 1;
    }

    @Override
    public ByteBuffer acquire(Duration limit) {
        return io.memory();
    }

    @Override
    public void submit(int bytesUsed) {
        int length = layout.planes().isEmpty() ? bytesUsed : layout.sizeImage();
        if (!io.write(length, LIMIT_NANOS) && !Thread.currentThread().isInterrupted()) {
            throw new VcamException(CoreError.FRAME_TIMEOUT, "write on " + device.path() + ": not taken for 5 s");
        }
    }

    @Override
    public Optional<Behind> behind(long frame) {
        return device.behind((int) frame);
    }

    @Override
    public Optional<ConsumerWatch> watchConsumers(Runnable changed) {
        return device.watchConsumers(changed);
    }

    @Override
    public void drain(Duration limit) {
        // write() returns when the frame was taken
    }

    @Override
    public void close() {
        io.close();
        device.close();
    }
}
