// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.runtime.place.FakeMachine;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.runtime.worker.WorkerEvent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedSessionTest {
    private static final FeedRequest ORDER = FeedRequest.of("/clips/in.mp4", "/dev/video10");
    private static final WorkerEvent.Ended ENDED = new WorkerEvent.Ended(150, 1, 2, 29.98, 5.0, List.of());

    @TempDir
    Path natives;

    private FakeMachine feed(int status, String stdout, String stderr) {
        FakeMachine target = new FakeMachine(command -> new CommandResult(status, stdout, stderr));
        WorkerLauncher launcher =
                new WorkerLauncher(target, (command, streams) -> 0, List.of(Path.of("/m2/core.jar")), natives);
        assertThat(new FeedSession(target, launcher).run(ORDER, (sent, total, note) -> {}))
                .isEqualTo(ENDED);
        return target;
    }

    @Test
    void workerRuns_withPathsAsItSeesThem() {
        FakeMachine target = feed(0, ENDED.toJson() + "\n", "");
        assertThat(target.commands().get(0))
                .startsWith("java ")
                .contains("-cp /there/m2/core.jar io.github.vcam.runtime.worker.FeedWorker {")
                .contains("\"input\":\"/there/clips/in.mp4\"");
    }

    @Test
    void workersProcess_isItsOwn() {
        assertThat(feed(0, ENDED.toJson() + "\n", "").commands().get(0))
                .contains("-Dorg.bytedeco.javacpp.nopointergc=true", "-Dio.github.vcam.ffmpeg.log=slf4j");
        assertThat(WorkerLauncher.nativeAccess(23)).isEmpty();
        assertThat(WorkerLauncher.nativeAccess(24)).containsExactly("--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void workerFails_itsSentenceComesHome() {
        String said = new WorkerEvent.Failed("VCAM-303", "busy [VCAM-303]").toJson() + "\n";
        assertThatThrownBy(() -> feed(1, said, "log"))
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(CoreError.DEVICE_BUSY))
                .hasMessage("busy [VCAM-303]");
    }

    @Test
    void workerDiesSilently_itsLastLinesAreShown() {
        assertThatThrownBy(() -> feed(134, "", "# A fatal error has been detected\n"))
                .isInstanceOf(VcamException.class)
                .hasMessageContaining("status 134: # A fatal error");
    }

    @Test
    void strayLines_doNotDisturb() {
        assertThatCode(() -> feed(0, "warning: x\n" + ENDED.toJson() + "\n", ""))
                .doesNotThrowAnyException();
    }

    @Test
    void summary_saysAllThatCounts() {
        assertThat(ENDED.summary()).isEqualTo("150 frames sent in 5.0 s (29.98 fps), 1 late, 2 dropped");
    }
}
