// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.feed.Durations;
import io.github.vcam.ffmpeg.ConvertedSource;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.source.FrameSource;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a camera shows: an input, at rest or moving, that has a frame from its begin on. For one thread at a time. */
final class Scene implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scene.class);

    private final String input;
    private final FrameSource source;
    private final boolean loop;
    private boolean fresh = true;
    private boolean over;

    // guarded by whoever sends it

    /** Whether it is to rest. */
    boolean frozen;
    /** How often it was told to rest or to go on. */
    int changes;
    /** The first frame of a stream that shows it as it is now, -1 while there is none. */
    long first = -1;

    private Scene(String input, FrameSource source, boolean loop) {
        this.input = input;
        this.source = source;
        this.loop = loop;
    }

    /**
     * The frames of a source, which it owns from then on, also when it fails. Waits for the first one.
     *
     * @param loop whether it begins again at its end; else it stays on its last frame
     */
    static Scene of(String input, FrameSource given, PlaneLayout layout, boolean loop) {
        FrameSource source = ConvertedSource.delivering(given, layout);
        try {
            if (!source.next()) {
                throw new VcamException(CoreError.INPUT_WITHOUT_VIDEO, input + " has no frame");
            }
            return new Scene(input, source, loop);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    String input() {
        return input;
    }

    FrameRate rate() {
        return source.rate();
    }

    /** Steps on, unless it is at rest, and writes the frame where it is; returns the bytes. */
    int write(ByteBuffer buffer, boolean atRest) {
        if (fresh) {
            fresh = false;
        } else if (!atRest && !over) {
            step();
        }
        return source.writeTo(buffer);
    }

    /** What fails in the midst of an input does not end the stream. */
    private void step() {
        try {
            over = !source.next() && !Thread.currentThread().isInterrupted() && !(loop && again());
        } catch (VcamException e) {
            LOG.warn("{} stays where it is: {}", input, e.getMessage());
            over = true;
        }
    }

    private boolean again() {
        source.rewind();
        return source.next() || Thread.currentThread().isInterrupted();
    }

    /** Goes to the frame of this time, or to the last one; fails with FRAME_TIMEOUT when it is not there in time. */
    void seek(Duration time, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean goesOn = true;
        while (goesOn && source.ptsNanos() < time.toNanos()) {
            if (System.nanoTime() - deadline > 0) {
                throw new VcamException(
                        CoreError.FRAME_TIMEOUT,
                        "going to " + Durations.text(time) + " of " + input + ": not there within " + limit.toMillis()
                                + " ms");
            }
            goesOn = source.next();
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
