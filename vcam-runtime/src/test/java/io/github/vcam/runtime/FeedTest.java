// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.runtime.place.FakeMachine;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.runtime.vm.VmSettings;
import io.github.vcam.runtime.worker.WorkerEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A feed by a worker that says what the test wants. */
class FeedTest {
    private static final FeedRequest REQUEST = FeedRequest.of("/clips/in.mp4", "/dev/video10");
    private static final String STARTED =
            new WorkerEvent.Started("/dev/video10", "YUYV 64x48", "mmap", "30", 42).toJson() + "\n";
    private static final String ENDED = new WorkerEvent.Ended(150, 1, 2, 29.98, 5.0, List.of("cut")).toJson() + "\n";

    @TempDir
    Path directory;

    private final List<String> told = new ArrayList<>();
    private List<String> commands = List.of();

    private Feed feed(int status, String stdout, String stderr) {
        FakeMachine machine = new FakeMachine(command -> new CommandResult(status, stdout, stderr));
        commands = machine.commands();
        PlaceOptions options = PlaceOptions.auto().withWorkerClassPath(() -> List.of(Path.of("/m2/core.jar")));
        Place place = new Place(
                machine,
                (command, streams) -> 0,
                options.withVm(options.vm()
                        .with(new VmSettings.Paths(
                                options.vm().state(), directory, options.vm().share()))),
                "as the test wants");
        return place.play(REQUEST, (sent, total, note) -> told.add(sent + " of " + total + ", " + note));
    }

    @Test
    void itPlays_byAWorkerWithPathsAsThatSeesThem() {
        try (Feed feed = feed(0, STARTED + ENDED, "")) {
            feed.awaitEnd();
        }
        assertThat(commands.get(0))
                .startsWith("java ")
                .contains("-cp /there/m2/core.jar io.github.vcam.runtime.worker.Standby FeedWorker {")
                .contains("\"input\":\"/there/clips/in.mp4\"")
                .contains("-Dorg.bytedeco.javacpp.nopointergc=true", "-Dio.github.vcam.ffmpeg.log=slf4j");
    }

    @Test
    void itEnds_itsAccountComesHome() {
        String progress = new WorkerEvent.Progress(30, 0, 1, 29.9, 150).toJson() + "\n";
        try (Feed feed = feed(0, STARTED + "a stray line\n" + progress + ENDED, "")) {
            Feed.Summary summary = feed.awaitEnd();
            assertThat(summary)
                    .isEqualTo(new Feed.Summary(150, 1, 2, 29.98, Duration.ofSeconds(5), List.of("cut")))
                    .hasToString("150 frames sent in 5.0 s (29.98 fps), 1 late, 2 dropped");
            assertThat(feed.stop()).isEqualTo(summary);
            assertThat(feed.sent()).isEqualTo(30);
        }
        assertThat(told).containsExactly("30 of 150, 29.9 fps, 0 late, 1 dropped");
    }

    @Test
    void itFails_theWorkersSentenceComesHome() {
        String said = new WorkerEvent.Failed("VCAM-303", "busy [VCAM-303]").toJson() + "\n";
        try (Feed feed = feed(1, said, "log")) {
            assertThatThrownBy(feed::awaitEnd)
                    .isInstanceOfSatisfying(
                            VcamException.class, e -> assertThat(e.code()).isEqualTo(CoreError.DEVICE_BUSY))
                    .hasMessage("busy [VCAM-303]");
            assertThatThrownBy(feed::stop).hasMessage("busy [VCAM-303]");
        }
    }

    @Test
    void workerDiesSilently_itsLastLinesAreShown() {
        try (Feed feed = feed(134, "", "# A fatal error has been detected\n")) {
            assertThatThrownBy(feed::awaitEnd)
                    .isInstanceOf(VcamException.class)
                    .hasMessageContaining("status 134: # A fatal error");
        }
    }
}
