// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RunReaderTest {
    private static final String SIDES = """
        "producer_user_ns":1000,"producer_kernel_ns":2000,"producer_calls":30,"producer_switches":4,\
        "consumer_user_ns":5000,"consumer_kernel_ns":6000,"consumer_calls":70,"consumer_switches":8,\
        """;
    private static final String GOOD = "{\"status\":\"ok\",\"timed\":10,\"delivered_timed\":9,\"ns_per_frame\":1500.5,"
            + "\"ns_median\":1400," + SIDES + "\"skipped\":1,\"torn\":1,\"changed_while_held\":2,\"repeated\":3,"
            + "\"reordered\":4,\"latencies_ns\":[100,300,200],"
            + "\"probe0\":\"device card=a frames=20 copied=40 memory_pages=3\",\"probe1\":\"\"}";

    @Test
    void allFiguresOfAGoodRun() throws RunReader.FailedRun {
        Run run = RunReader.read(GOOD, 7);
        assertThat(run.round()).isEqualTo(7);
        assertThat(run.frames()).isEqualTo(10);
        assertThat(run.delivered()).isEqualTo(9);
        assertThat(run.nsPerFrame()).isEqualTo(1500.5);
        assertThat(run.systemCalls()).isEqualTo(100);
        assertThat(run.contextSwitches()).isEqualTo(12);
        assertThat(run.consumerKernelNs()).isEqualTo(6000);
        assertThat(run.torn()).isEqualTo(10);
        assertThat(run.memoryBytes()).isEqualTo(3 * 4096L);
    }

    @Test
    void copiesAreThoseOfTheTimedFrames_asTheModuleCountsFromItsStart() throws RunReader.FailedRun {
        assertThat(RunReader.read(GOOD, 0).framesCopied()).isEqualTo(20);
    }

    @Test
    void latenciesAreADistribution() throws RunReader.FailedRun {
        assertThat(RunReader.read(GOOD, 0).latency()).isEqualTo(new Run.Latency(3, 200, 300, 300, 300));
    }

    @Test
    void aModuleThatDoesNotCount_hasNoCopies_andTheMemoryThatTheKernelTells() throws RunReader.FailedRun {
        String other = GOOD.replace("device card=a frames=20 copied=40 memory_pages=3", "")
                .replace(
                        "\"probe1\":\"\"",
                        "\"probe1\":\"0x00-0x01   8192 init+0x1/0x2 [v4l2loopback] pages=1\\n"
                                + "0x02-0x03   4096 open+0x1/0x2 [v4l2loopback] pages=0\\n\"");
        assertThat(RunReader.read(other, 0).framesCopied()).isNull();
        assertThat(RunReader.read(other, 0).memoryBytes()).isEqualTo(12_288);
    }

    @Test
    void whatWentWrongIsSaid() {
        assertThatThrownBy(() -> RunReader.read("{\"status\":\"error\"}\tconsumer 0: Invalid argument ", 0))
                .hasMessage("consumer 0: Invalid argument");
        assertThatThrownBy(() -> RunReader.read("loading: insmod: ERROR: No such device", 0))
                .hasMessage("loading: insmod: ERROR: No such device");
        assertThatThrownBy(() -> RunReader.read(GOOD.replace("\"timed\":10", "\"timed\":0"), 0))
                .hasMessageContaining("after the warm-up");
    }
}
