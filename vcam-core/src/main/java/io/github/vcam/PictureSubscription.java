// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives one subscriber the pictures of a view that it opens, on the thread that runs it. Safe for use by several threads.
 */
final class PictureSubscription implements Flow.Subscription, Runnable {
    /** How long a subscription that was cancelled may not be noticed. */
    private static final Duration SLICE = Duration.ofMillis(100);
    /** How often a frame that nobody has asked for yet is exchanged for a newer one. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Flow.Subscriber<? super BufferedImage> subscriber;
    private final Supplier<CameraView> views;
    private boolean refused;

    // guarded by this
    private long demand;
    private boolean over;
    private @Nullable Throwable failure;

    PictureSubscription(Flow.Subscriber<? super BufferedImage> subscriber, Supplier<CameraView> views) {
        this.subscriber = subscriber;
        this.views = views;
    }

    @Override
    public synchronized void request(long count) {
        if (count <= 0) {
            end(new IllegalArgumentException(count + " pictures are asked for, not at least one"));
        } else {
            demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            notifyAll();
        }
    }

    @Override
    public void cancel() {
        end(null);
    }

    /** Ends it, for what failed or for nothing; whether this is the first end, which is the one that counts. */
    private synchronized boolean end(@Nullable Throwable why) {
        if (over) {
            return false;
        }
        over = true;
        failure = why;
        notifyAll();
        return true;
    }

    private synchronized boolean isOver() {
        return over;
    }

    private synchronized @Nullable Throwable failure() {
        return failure;
    }

    @Override
    public void run() {
        subscriber.onSubscribe(this);
        boolean complete = !isOver() && publish();
        Throwable why = failure();
        if (why != null) {
            subscriber.onError(why);
        } else if (complete) {
            subscriber.onComplete();
        }
    }

    /** Opens the camera and shows it until the subscription ends; whether that is the end of the stream. */
    private boolean publish() {
        try (CameraView view = views.get()) {
            while (!isOver()) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException(Thread.currentThread().getName() + " was interrupted");
                }
                boolean there = view.moveOn(view.hasFrame() ? Duration.ZERO : SLICE);
                if (there && awaitDemand() && view.moveOn(Duration.ZERO)) {
                    give(view.takePicture());
                } else if (!there && view.hasEnded()) {
                    return end(null);
                }
            }
        } catch (RuntimeException | Error e) {
            if (refused) {
                throw e;
            }
            end(e);
        }
        return false;
    }

    /** Whether somebody wants a picture; waits a moment for that. */
    private synchronized boolean awaitDemand() {
        long deadline = System.nanoTime() + LOOK.toNanos();
        try {
            for (long left = LOOK.toNanos(); demand == 0 && !over && left > 0; left = deadline - System.nanoTime()) {
                wait(left / 1_000_000 + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return demand > 0 && !over;
    }

    /** Who throws at a picture gets nothing more. */
    private void give(BufferedImage picture) {
        synchronized (this) {
            demand--;
        }
        try {
            subscriber.onNext(picture);
        } catch (RuntimeException | Error e) {
            refused = true;
            end(null);
            throw e;
        }
    }
}
