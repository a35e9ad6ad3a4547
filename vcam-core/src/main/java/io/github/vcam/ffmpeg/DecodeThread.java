// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.frame.FrameRate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills a ring from a producer on a thread of its own and gives each frame its places in the output's sequence. */
final class DecodeThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DecodeThread.class);
    private static final int FRAMES = 5;
    private static final long PATIENCE_MILLIS = 5_000;

    private final FrameProducer producer;
    private final Timeline timeline;
    private final boolean loop;
    private final FrameRing ring = new FrameRing(FRAMES);
    private final Thread thread;

    /**
     * @param rate of the output
     * @param loop whether the producer begins again at its end
     */
    DecodeThread(FrameProducer producer, FrameRate rate, boolean loop) {
        this.producer = producer;
        this.timeline =
                new Timeline(rate, producer.video().rate(), producer.video().steady());
        this.loop = loop;
        this.thread = new Thread(this::run, "vcam-decode");
        thread.setDaemon(true);
        thread.start();
    }

    FrameRing ring() {
        return ring;
    }

    private void run() {
        Throwable failure = null;
        try {
            NativeFrame frame = ring.claim();
            while (frame != null && (producer.produce(frame) || again(frame))) {
                timeline.add(frame.ptsNanos(), frame.durationNanos());
                frame.place(timeline.first(), timeline.end());
                ring.publish();
                frame = ring.claim();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            failure = e; // whoever takes frames gets it: an Error is no end of input
        } finally {
            // whatever happened: nobody may wait for this thread for ever
            ring.end(failure);
        }
    }

    /** Behind the last frame comes the first one, while who sends still has some to send. */
    private boolean again(NativeFrame frame) {
        if (!loop) {
            return false;
        }
        producer.rewind();
        timeline.again();
        return producer.produce(frame);
    }

    /** Stops the thread and frees its frames; false when it hangs in the library, which then keeps them. */
    boolean stop() {
        ring.stop();
        producer.cancel();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("FFmpeg does not return from reading; its memory is left to the end of this process");
            return false;
        }
        ring.close();
        return true;
    }

    @Override
    public void close() {
        stop();
    }
}
