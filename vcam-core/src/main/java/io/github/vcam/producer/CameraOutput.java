// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.producer;

import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.v4l2.Behind;
import io.github.vcam.v4l2.ConsumerWatch;
import io.github.vcam.v4l2.VideoDevice;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames for a node's OUTPUT side: {@link #acquire} a buffer, fill it, {@link #submit} it, in turns. Owned by
 * one thread. Owns its device. Neither call makes garbage.
 */
public sealed interface CameraOutput extends AutoCloseable permits WriteOutput, StreamingOutput {

    /**
     * Opens the output by {@code method} on a device, which it owns from then on, also when opening fails; asks for
     * {@code buffers} buffers, which the driver may change.
     */
    static CameraOutput open(VideoDevice device, StreamingMethod method, FrameDemand demand, int buffers) {
        try {
            PlaneLayout layout = Negotiation.agree(device, demand);
            StreamingMethod resolved = method.resolve(device);
            return resolved == StreamingMethod.WRITE
                    ? WriteOutput.open(device, layout)
                    : StreamingOutput.open(device, layout, resolved, buffers);
        } catch (RuntimeException e) {
            device.close();
            throw e;
        }
    }

    /** How frames must lie in the buffers, as the driver said. */
    PlaneLayout layout();

    StreamingMethod method();

    /** The number of buffers; 1 for write(). */
    int bufferCount();

    /**
     * Waits for a free buffer. It is the caller's until {@link #submit}; a buffer that was not submitted is given
     * again. Null when the thread was interrupted (flag kept). Fails with FRAME_TIMEOUT or DEVICE_VANISHED.
     */
    @Nullable
    ByteBuffer acquire(Duration limit);

    /** Hands over the acquired buffer with a frame of {@code bytesUsed} bytes. */
    void submit(int bytesUsed);

    /**
     * The consumers that have got neither this frame nor a later one; empty where the driver does not tell. May be called
     * by any thread until the output is closed.
     *
     * @param frame how many were handed over before it
     */
    Optional<Behind> behind(long frame);

    /**
     * Looks from now on whether programs take frames; empty where the driver does not tell. To be called once.
     *
     * @param changed told of each change, on a thread of the watch; must not wait for who closes this output
     */
    Optional<ConsumerWatch> watchConsumers(Runnable changed);

    /** Waits until the device has taken the frames that it was given, at most {@code limit}. */
    void drain(Duration limit);

    @Override
    void close();
}
