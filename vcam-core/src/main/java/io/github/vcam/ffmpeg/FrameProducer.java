// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import java.util.List;

/** Makes native frames one after the other. For one thread. */
interface FrameProducer extends AutoCloseable {

    /**
     * What is known of the frames.
     *
     * @param pixelFormat FFmpeg's number
     * @param jpeg whether each packet is a JPEG of this size
     * @param still whether it is one picture, not a video
     * @param live whether frames come when they are made, wanted or not
     * @param steady whether frames come at {@code rate}, evenly, but for pauses
     * @param pixelAspect the width of a pixel divided by its height
     */
    record Video(
            FrameSize size,
            int pixelFormat,
            FrameRate rate,
            boolean jpeg,
            boolean still,
            boolean live,
            boolean steady,
            double pixelAspect) {

        /** The same input when it was changed. */
        Video as(FrameSize newSize, int newFormat, FrameRate newRate, boolean stillJpeg) {
            return new Video(newSize, newFormat, newRate, stillJpeg, still, live, steady && newRate.equals(rate), 1);
        }
    }

    Video video();

    /** Fills {@code into}, whose content the producer has cleared first; false at the end. */
    boolean produce(NativeFrame into);

    /** From now on gives packets as they are, undecoded; only where each is a JPEG, and before the first frame. */
    default void passPackets() {
        throw new UnsupportedOperationException();
    }

    /** Ends a {@link #produce} that waits for a network, and all later ones until {@link #rewind}; callable from any thread. */
    default void cancel() {}

    /** Starts again at the first frame. */
    void rewind();

    /** What was wrong but did not stop it. */
    List<String> warnings();

    @Override
    void close();
}
