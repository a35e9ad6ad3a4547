// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.runtime.place.FakeMachine;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.runtime.worker.WorkerEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundWorkerTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final WorkerEvent STARTED = new WorkerEvent.Started("/dev/video10", "YUYV 64x48", "mmap", "30", 42);
    private static final WorkerEvent ENDED = new WorkerEvent.Ended(150, 0, 0, 30, 5, List.of());

    @TempDir
    Path natives;

    private BackgroundWorker worker(int status, WorkerEvent... events) {
        StringBuilder said = new StringBuilder();
        List.of(events).forEach(event -> said.append(event.toJson()).append('\n'));
        FakeMachine target = new FakeMachine(command -> new CommandResult(status, said.toString(), "its last words\n"));
        WorkerLauncher launcher = new WorkerLauncher(target, (command, streams) -> 0, List::of, natives);
        return BackgroundWorker.start("feed", launcher.with(List.of("-XX:+More")), "FeedWorker", "{}");
    }

    @Test
    void workerBegins_itsProcessIsKnownAndItsAccountComesHome() {
        try (BackgroundWorker worker = worker(0, STARTED, ENDED)) {
            assertThat(worker.awaitStarted(LIMIT).pid()).isEqualTo(42);
            assertThat(worker.stop()).isEqualTo(ENDED);
        }
    }

    @Test
    void workerFailsBeforeItsFirstFrame_itsSentenceComesHome() {
        try (BackgroundWorker worker = worker(1, new WorkerEvent.Failed("VCAM-303", "busy [VCAM-303]"))) {
            assertThatThrownBy(() -> worker.awaitStarted(LIMIT)).hasMessage("busy [VCAM-303]");
        }
    }

    @Test
    void workerIsKilled_memoryIsNamed() {
        try (BackgroundWorker worker = worker(137, STARTED)) {
            worker.awaitStarted(LIMIT);
            worker.end();
            assertThatThrownBy(worker::throwIfEnded).hasMessageContaining("when memory runs out");
        }
    }

    @Test
    void workerDies_itsLastWordsAreShown() {
        try (BackgroundWorker worker = worker(134, STARTED)) {
            worker.awaitStarted(LIMIT);
            worker.end();
            assertThatThrownBy(worker::throwIfEnded).hasMessageContaining("status 134: its last words");
        }
    }

    @Test
    void severalWorkersStart_theClassPathIsAskedForOnce() {
        List<String> asked = new ArrayList<>();
        FakeMachine target = new FakeMachine(command -> new CommandResult(0, ENDED.toJson() + "\n", ""));
        WorkerLauncher launcher = new WorkerLauncher(
                target,
                (command, streams) -> 0,
                () -> {
                    asked.add("once");
                    return List.of(natives);
                },
                natives);
        for (WorkerLauncher each : List.of(launcher, launcher.with(List.of("-Xint")))) {
            try (BackgroundWorker worker = BackgroundWorker.start("feed", each, "FeedWorker", "{}")) {
                assertThat(worker.awaitEnded()).isEqualTo(ENDED);
            }
        }
        assertThat(asked).containsExactly("once");
    }

    @Test
    void nothingWasTold_thereIsNoPace() {
        try (BackgroundWorker worker = worker(0, STARTED, ENDED)) {
            assertThat(worker.pace(0, 1)).isZero();
            assertThat(worker.sent()).isZero();
            worker.end();
        }
    }
}
