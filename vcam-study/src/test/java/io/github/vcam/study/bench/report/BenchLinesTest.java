// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.study.bench.BenchResult;
import io.github.vcam.study.bench.Clock;
import io.github.vcam.study.bench.Row;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchLinesTest {
    @Test
    void linesFitATerminal_apartFromReasons() {
        List<Row> rows = new ArrayList<>(Sample.complete().rows());
        rows.add(new Row(
                Sample.scenario("userptr->userptr", 4096, 4096, 32, 16),
                "a-module-with-a-long-name",
                Clock.TIME,
                rows.get(0).runs(),
                List.of()));
        List<String> lines = BenchLines.of(Sample.of(rows, "ours", "debian-sid", "a-module-with-a-long-name"));

        assertThat(lines)
                .filteredOn(line -> !line.contains("failed"))
                .allMatch(line -> line.length() <= 110)
                .anyMatch(line -> line.contains("a-module-wi…"));
    }

    @Test
    void oneModuleCopiesOnceMore_theLineShowsIt() {
        BenchResult result = Sample.of(
                List.of(
                        Sample.row("mmap->mmap", "ours", Clock.INSTRUCTIONS, 17_000, 0),
                        Sample.row("mmap->mmap", "slowed", Clock.INSTRUCTIONS, 93_800, 1)),
                "ours",
                "slowed");

        assertThat(BenchLines.of(result))
                .anyMatch(line -> line.matches("mmap->mmap 640x480 b4 c1 +ours +17\\.02 k +0 +.*"))
                .anyMatch(line -> line.matches(" +slowed +93\\.89 k +1\\.00 +.* 5\\.52×"));
    }

    @Test
    void rowsFailed_theirReasonsStandInTheirPlace() {
        assertThat(BenchLines.of(Sample.complete()))
                .anyMatch(line -> line.endsWith("debian-sid  failed: " + Sample.REASON))
                .anyMatch(line -> line.endsWith(" 1 of 3 runs failed: timed out after 60 s"));
    }

    @Test
    void resultIsPartial_theLastLineSaysSo() {
        assertThat(BenchLines.of(Sample.partial())).last().asString().contains("partial", "stopped in round 2 of 3");
    }

    @Test
    void nothingWasMeasured_thatIsSaid() {
        assertThat(BenchLines.of(Sample.of(List.of(), "ours"))).containsExactly("nothing was measured");
    }
}
