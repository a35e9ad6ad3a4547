// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.place.FakeMachine;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.runtime.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerfTest {
    private static final String PLACE =
            "uid\t0\nperf_event_paranoid\t3\nkptr_restrict\t1\nperf_event_max_sample_rate\t500\n";
    private static final String PERF = "perf\t/usr/bin/perf_6.1\nversion\tperf version 6.1\n";

    private static Perf find(String answer, String event) {
        return Perf.find(new FakeMachine(command -> FakeMachine.said(answer)), event);
    }

    /** A place where nobody becomes root. */
    private static Perf findAsUser(String answer) {
        return Perf.find(
                new FakeMachine(command -> {
                    if (command.privileged()) {
                        throw new VcamException(RuntimeError.RIGHTS_MISSING, "no sudo");
                    }
                    return FakeMachine.said(answer);
                }),
                "auto");
    }

    @Test
    void thereIsNoPerf_theCommandThatInstallsItIsSaid() {
        assertThatThrownBy(() -> find(PLACE, "auto"))
                .hasMessageContaining("Debian's package linux-perf")
                .hasMessageEndingWith("[VCAM-711]");
    }

    @Test
    void nobodyIsRoot_theCommandThatMendsItIsSaid() {
        assertThatThrownBy(() -> findAsUser(PLACE + PERF + "refused\tError: Access limited\n"))
                .hasMessageContaining("perf_event_paranoid is 3")
                .hasMessageContaining("`sudo sysctl kernel.perf_event_paranoid=1 kernel.kptr_restrict=0`")
                .hasMessageEndingWith("[VCAM-712]");
    }

    @Test
    void nobodyIsRootButTheKernelShowsItself_itIsUsed() {
        String open = "perf_event_paranoid\t1\nkptr_restrict\t0\n" + PERF + "event\tcpu-clock\n";
        assertThat(findAsUser(open).event()).isEqualTo("cpu-clock");
    }

    @Test
    void rootMayNotEither_theContainerIsNamed() {
        assertThatThrownBy(() -> find(PLACE + PERF + "refused\tError: Operation not permitted\n", "auto"))
                .hasMessageContaining("Operation not permitted")
                .hasMessageEndingWith("[VCAM-712]");
    }

    @Test
    void eventIsUnknown_itIsTheUsersMistake() {
        assertThatThrownBy(() -> find(PLACE + PERF + "refused\tevent syntax error: 'bogus'\n", "bogus"))
                .hasMessageContaining("event is 'bogus'")
                .hasMessageEndingWith("[VCAM-204]");
    }

    @Test
    void kernelAllowsLess_thatIsUsed() {
        Perf perf = find(PLACE + PERF + "event\tcycles\n", "auto");
        assertThat(perf.frequency(999)).isEqualTo(500);
        assertThat(perf.frequency(99)).isEqualTo(99);
    }

    @Test
    void recordingFails_perfsWordsAreSaid() {
        FakeMachine target = new FakeMachine(command -> command.argv().contains("perf-record.sh")
                ? new CommandResult(255, "", "Error: no such process\n")
                : FakeMachine.said(PLACE + PERF + "event\tcycles\n"));
        Perf perf = Perf.find(target, "auto");
        Recording recording = new Recording(List.of(7L), 1, 99, "fp");
        assertThatThrownBy(() -> perf.record(recording, java.io.InputStream.nullInputStream(), "/tmp/x"))
                .hasMessageContaining("255: Error: no such process");
        assertThat(target.commands()).last().asString().endsWith("cycles 99 fp 7 1.0 /tmp/x");
    }

    @Test
    void aThreadEndedWhilePerfLooked_itLooksOnceMore(@TempDir Path directory) throws IOException {
        CommandResult result = record(directory, "WARNING: Ignored open failure for pid 9");
        assertThat(result.exitStatus()).isZero();
        assertThat(result.stdout()).isEqualTo("[ captured ]\n");
        assertThat(directory.resolve("times")).content().hasLineCount(2);
    }

    @Test
    void perfFails_itIsNotTriedAgain(@TempDir Path directory) throws IOException {
        CommandResult result = record(directory, "Error: no such event");
        assertThat(result.exitStatus()).isEqualTo(255);
        assertThat(result.stdout()).isEqualTo("Error: no such event\n");
        assertThat(directory.resolve("times")).content().hasLineCount(1);
    }

    /** Records with a perf that fails with these words the first time. */
    private static CommandResult record(Path directory, String words) throws IOException {
        Path times = directory.resolve("times");
        Path perf = Files.writeString(
                directory.resolve("perf"),
                "#!/bin/sh\necho once >>" + times + "\n[ $(wc -l <" + times + ") -gt 1 ] || { echo '" + words
                        + "' >&2; exit 255; }\necho '[ captured ]' >&2\n");
        assertThat(perf.toFile().setExecutable(true)).isTrue();
        List<String> arguments = List.of(perf.toString(), "cycles", "99", "fp", "7", "0.1", "/tmp/x");
        return CommandRunner.create().run(Perf.script("perf-record.sh", arguments));
    }
}
