// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.feed.BackgroundWorker;
import io.github.vcam.runtime.feed.FeedProgress;
import io.github.vcam.runtime.feed.WorkerLauncher;
import io.github.vcam.runtime.worker.WorkerEvent;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An input that plays into a camera, in a process beside it. Safe for use by several threads. It ends at the input's
 * end, when it is closed, and with this JVM.
 */
public final class Feed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private final BackgroundWorker worker;
    private final PlaceInput input;

    /** {@code input} is its own from then on. */
    Feed(WorkerLauncher workers, PlaceInput input, FeedProgress progress) {
        this.input = input;
        worker = BackgroundWorker.start(
                "feed",
                workers,
                "FeedWorker",
                WorkerEvent.GSON.toJson(input.request()),
                event -> follow(event, progress));
    }

    private static void follow(WorkerEvent event, FeedProgress progress) {
        if (event instanceof WorkerEvent.Started started) {
            LOG.info(
                    "feeding {}: {}, {} frames/s, by {}",
                    started.device(),
                    started.format(),
                    started.fps(),
                    started.method());
        } else if (event instanceof WorkerEvent.Watched now) {
            LOG.info(now.somebody() ? "somebody looks: it plays" : "nobody looks: it waits, and its input is closed");
        } else if (event instanceof WorkerEvent.Progress now) {
            progress.show(
                    now.sent(),
                    now.total(),
                    String.format(Locale.ROOT, "%.1f fps, %d late, %d dropped", now.fps(), now.late(), now.dropped()));
        }
    }

    /**
     * Waits until its first frame is on its way; fails as the feed does, and with PROGRAM_TIMED_OUT after the limit.
     *
     * @return this feed
     */
    public Feed awaitStarted(Duration limit) {
        worker.awaitStarted(limit);
        return this;
    }

    /** Frames sent so far, as it told last, about a second ago. */
    public long sent() {
        return worker.sent();
    }

    /** Waits for the end of the input; fails as the feed does. */
    public Summary awaitEnd() {
        try {
            return summary(worker.awaitEnded());
        } finally {
            input.close();
        }
    }

    /** Tells it to end, and does not wait for that; {@link #awaitEnd} does. */
    public void end() {
        worker.tellToEnd();
    }

    /** Ends it and waits for that, at most a minute. */
    public Summary stop() {
        try {
            return summary(worker.stop());
        } finally {
            input.close();
        }
    }

    private Summary summary(WorkerEvent.Ended ended) {
        return new Summary(
                ended.sent(),
                ended.late(),
                ended.dropped(),
                ended.fps(),
                Duration.ofNanos(Math.round(ended.seconds() * 1e9)),
                Stream.concat(ended.warnings().stream(), input.warnings().stream())
                        .toList());
    }

    /** Ends it without a word, whatever became of it. */
    @Override
    public void close() {
        try {
            worker.end();
        } catch (VcamException e) {
            LOG.debug("a feed that was closed", e);
        } finally {
            worker.close();
            input.close();
        }
    }

    /**
     * What a feed did.
     *
     * @param sent frames that the camera took
     * @param late frames that were sent more than one frame's time after they were due
     * @param dropped frames of the input that were left out to reach the rate
     * @param fps frames sent per second
     * @param elapsed time from the start to the end
     * @param warnings what was wrong with the input, in words
     */
    public record Summary(long sent, long late, long dropped, double fps, Duration elapsed, List<String> warnings) {
        /** All that counts, in one line. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d frames sent in %.1f s (%.2f fps), %d late, %d dropped",
                    sent,
                    elapsed.toNanos() / 1e9,
                    fps,
                    late,
                    dropped);
        }
    }
}
