// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import io.github.vcam.feed.FeedListener;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.feed.FeedStats;
import io.github.vcam.feed.Feeder;
import java.io.PrintStream;
import java.time.Duration;

/** Plays one input into one camera. Its order: a {@link FeedRequest} in JSON. */
final class FeedWorker {
    private static final double SECOND = 1e9;

    private FeedWorker() {}

    static WorkerProcess.Body body(String order) {
        return out -> play(WorkerEvent.GSON.fromJson(order, FeedRequest.class), out);
    }

    static void play(FeedRequest request, PrintStream out) {
        FeedStats stats = Feeder.feed(request, new Teller(request, out));
        stats.throwIfFailed();
        out.println(new WorkerEvent.Ended(
                        stats.sent(),
                        stats.late(),
                        stats.dropped(),
                        stats.fps(),
                        stats.elapsed().toNanos() / SECOND,
                        stats.warnings())
                .toJson());
    }

    private static final class Teller implements FeedListener {
        private final FeedRequest request;
        private final PrintStream out;
        private long total;

        Teller(FeedRequest request, PrintStream out) {
            this.request = request;
            this.out = out;
        }

        @Override
        public void started(Feeder feeder) {
            Duration duration = request.duration();
            total = duration == null
                    ? 0
                    : Math.round(duration.toNanos() / SECOND * feeder.rate().perSecond());
            out.println(new WorkerEvent.Started(
                            request.device(),
                            feeder.format().toString(),
                            feeder.method().title(),
                            feeder.rate().toString(),
                            ProcessHandle.current().pid())
                    .toJson());
        }

        @Override
        public void watched(boolean somebody) {
            out.println(new WorkerEvent.Watched(somebody).toJson());
        }

        @Override
        public void progress(FeedStats stats) {
            out.println(
                    new WorkerEvent.Progress(stats.sent(), stats.late(), stats.dropped(), stats.fps(), total).toJson());
        }
    }
}
