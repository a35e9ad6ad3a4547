// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import io.github.vcam.error.VcamException;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.feed.Inputs;
import io.github.vcam.runtime.place.Machine;
import io.github.vcam.runtime.process.CommandStreams;
import io.github.vcam.runtime.process.LastLines;
import io.github.vcam.runtime.process.LineStream;
import io.github.vcam.runtime.worker.WorkerEvent;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One feed, from its start to its own account. */
public final class FeedSession {
    private static final Logger LOG = LoggerFactory.getLogger(FeedSession.class);
    private static final Duration NO_LIMIT = Duration.ofDays(365);

    private final Machine place;
    private final WorkerLauncher launcher;

    public FeedSession(Machine place, WorkerLauncher launcher) {
        this.place = place;
        this.launcher = launcher;
    }

    /** Plays until the end, and returns what the worker said in the end. Files are named by absolute paths. */
    public WorkerEvent.Ended run(FeedRequest request, FeedProgress progress) {
        FeedRequest there = asSeenFrom(place, request);
        AtomicReference<WorkerEvent> last = new AtomicReference<>();
        LastLines log = new LastLines();
        int status;
        try (LifeLine input = new LifeLine();
                LineStream events = new LineStream(line -> WorkerEvent.fromJson(line)
                        .ifPresentOrElse(event -> last.set(follow(event, progress)), () -> log.add(line)));
                LineStream errors = new LineStream(log::add)) {
            status = launcher.run(
                    "FeedWorker", WorkerEvent.GSON.toJson(there), NO_LIMIT, new CommandStreams(input, events, errors));
        }
        return end(status, last.get(), log);
    }

    /** The request with the paths of the place that plays it. */
    public static FeedRequest asSeenFrom(Machine place, FeedRequest request) {
        return Inputs.file(request.input())
                .map(file -> request.withInput(place.visible(file)))
                .orElse(request);
    }

    private static WorkerEvent follow(WorkerEvent event, FeedProgress progress) {
        if (event instanceof WorkerEvent.Started started) {
            LOG.info(
                    "feeding {}: {}, {} frames/s, by {}",
                    started.device(),
                    started.format(),
                    started.fps(),
                    started.method());
        } else if (event instanceof WorkerEvent.Progress now) {
            progress.show(
                    now.sent(),
                    now.total(),
                    String.format(Locale.ROOT, "%.1f fps, %d late, %d dropped", now.fps(), now.late(), now.dropped()));
        }
        return event;
    }

    private static WorkerEvent.Ended end(int status, @Nullable WorkerEvent last, LastLines log) {
        if (last instanceof WorkerEvent.Failed failed) {
            VcamException failure = WorkerFailure.of(failed);
            LOG.debug("the feed worker's log:\n{}", log);
            throw failure;
        }
        if (!(last instanceof WorkerEvent.Ended ended) || status != 0) {
            throw WorkerFailure.died("feed", status, log.toString());
        }
        return ended;
    }
}
