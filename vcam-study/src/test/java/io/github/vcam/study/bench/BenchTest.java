// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.runtime.place.FakeMachine;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.study.page.Fact;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchTest {
    private static final Scenario ONE = new Scenario("write", "mmap", 640, 480, 4, 1);
    private static final Scenario OTHER = new Scenario("mmap", "mmap", 640, 480, 4, 1);
    private static final String GOOD = "{\"status\":\"ok\",\"timed\":10,\"ns_per_frame\":5}";

    private final List<BenchResult> reports = new ArrayList<>();

    private Bench bench(List<Scenario> counted) {
        return new Bench(
                new BenchPlan(Map.of(Clock.TIME, List.of(ONE, OTHER), Clock.INSTRUCTIONS, counted), 2, 1, ""),
                Path.of("/loopbench"),
                List.of(Candidate.ours(Path.of("/ours.ko"))),
                List.of(),
                reports::add);
    }

    private static FakeMachine place(int status, String... answers) {
        return new FakeMachine(command -> command.argv().contains("bench.sh")
                ? new CommandResult(status, String.join("\n", answers) + "\n", "said")
                : FakeMachine.said("kernel\tLinux\n"));
    }

    @Test
    void roundsAreInterleaved_andEachRunFindsItsRow() {
        BenchResult result = bench(List.of())
                .run(
                        place(0, "0\t" + GOOD, "1\tloading: no", "2\t" + GOOD, "3\t" + GOOD),
                        (clock, done, of) -> assertThat(of).isEqualTo(4));
        assertThat(result.stoppedBy()).isNull();
        assertThat(result.rows()).extracting(Row::scenario).containsExactly(ONE, OTHER);
        assertThat(result.rows().get(0).runs()).extracting(Run::round).containsExactly(0, 1);
        assertThat(result.rows().get(1).runs()).extracting(Run::round).containsExactly(1);
        assertThat(result.rows().get(1).failures()).containsExactly("loading: no");
        assertThat(result.machine()).contains(new Fact("kernel", "Linux"));
    }

    @Test
    void whatWasMeasuredBeforeTheEndIsReported_andThatItIsNotAll() {
        Bench bench = bench(List.of());
        assertThatThrownBy(() -> bench.run(place(137, "0\t" + GOOD), (clock, done, of) -> {}))
                .hasMessageContaining("after 1 of 4 runs: said")
                .hasMessageContaining("[VCAM-702]");
        BenchResult last = reports.get(reports.size() - 1);
        assertThat(last.stoppedBy()).contains("1 of 4");
        assertThat(last.rows().get(0).runs()).hasSize(1);
        assertThat(last.rows().get(1).runs()).isEmpty();
    }

    @Test
    void aReportIsThereFromTheBeginning_soThatAnEndAtAnyMomentIsMarked() {
        bench(List.of()).run(place(0, "0\t" + GOOD, "1\t" + GOOD, "2\t" + GOOD, "3\t" + GOOD), (clock, done, of) -> {});
        assertThat(reports.get(0).stoppedBy()).isNotNull();
        assertThat(reports.get(0).rows()).hasSize(2);
    }

    @Test
    void aPlaceThatCannotCountSaysSo() {
        BenchResult result = bench(List.of(ONE))
                .run(place(0, "0\t" + GOOD, "1\t" + GOOD, "2\t" + GOOD, "3\t" + GOOD), (clock, done, of) -> {});
        Row counted = result.rows().get(2);
        assertThat(counted.clock()).isEqualTo(Clock.INSTRUCTIONS);
        assertThat(counted.failures()).hasSize(1);
    }

    @Test
    void aModuleInUseIsNotTakenAway() {
        assertThatThrownBy(() -> bench(List.of()).run(place(3), (clock, done, of) -> {}))
                .hasMessageContaining("[VCAM-406]");
    }
}
