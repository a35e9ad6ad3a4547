// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.feed;

import io.github.vcam.error.VcamException;
import io.github.vcam.maven.console.Console;
import io.github.vcam.maven.console.Progress;
import io.github.vcam.maven.process.CommandStreams;
import io.github.vcam.maven.process.LineStream;
import io.github.vcam.maven.target.Target;
import io.github.vcam.maven.worker.FeedOrder;
import io.github.vcam.maven.worker.WorkerEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One feed, from its start to the line that sums it up. */
public final class FeedSession {
    private static final Logger LOG = LoggerFactory.getLogger(FeedSession.class);
    private static final Duration NO_LIMIT = Duration.ofDays(365);

    private final Target target;
    private final WorkerLauncher launcher;
    private final Console console;

    public FeedSession(Target target, WorkerLauncher launcher, Console console) {
        this.target = target;
        this.launcher = launcher;
        this.console = console;
    }

    /** Plays until the end. The order was checked. */
    public void run(FeedOrder order) {
        Path here = Path.of("").toAbsolutePath();
        FeedOrder there = FeedOptions.file(order.input(), here)
                .map(file -> order.withInput(target.visible(file)))
                .orElse(order);
        AtomicReference<WorkerEvent> last = new AtomicReference<>();
        Tail log = new Tail();
        int status;
        try (Progress progress = console.progress("feed", "frames");
                OpenInput input = new OpenInput();
                LineStream events = new LineStream(line -> WorkerEvent.fromJson(line)
                        .ifPresentOrElse(event -> last.set(follow(event, progress)), () -> log.add(line)));
                LineStream errors = new LineStream(log::add)) {
            status = launcher.run(
                    "FeedWorker", WorkerEvent.GSON.toJson(there), NO_LIMIT, new CommandStreams(input, events, errors));
        }
        finish(status, last.get(), log);
    }

    private static WorkerEvent follow(WorkerEvent event, Progress progress) {
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

    private static void finish(int status, @org.jspecify.annotations.Nullable WorkerEvent last, Tail log) {
        if (last instanceof WorkerEvent.Failed failed) {
            VcamException failure = WorkerFailure.of(failed);
            LOG.debug("the feed worker's log:\n{}", log);
            throw failure;
        }
        if (!(last instanceof WorkerEvent.Ended ended) || status != 0) {
            throw WorkerFailure.died("feed", status, log.toString());
        }
        LOG.info(summary(ended));
        ended.warnings().forEach(LOG::warn);
    }

    static String summary(WorkerEvent.Ended ended) {
        return String.format(
                Locale.ROOT,
                "%d frames sent in %.1f s (%.2f fps), %d late, %d dropped",
                ended.sent(),
                ended.seconds(),
                ended.fps(),
                ended.late(),
                ended.dropped());
    }
}
