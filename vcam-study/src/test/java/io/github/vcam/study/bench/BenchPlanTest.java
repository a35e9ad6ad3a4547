// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchPlanTest {
    private static final Optional<String> USUAL = Optional.empty();

    private static BenchPlan plan(Optional<String> sizes, Optional<String> pairs, Optional<String> numbers) {
        return BenchPlan.of(
                false,
                Optional.empty(),
                sizes,
                pairs,
                numbers,
                numbers,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void everyPairAtEverySize_thenAFewWithOtherBuffersAndConsumers() {
        BenchPlan plan = plan(USUAL, USUAL, USUAL);
        assertThat(plan.scenarios(Clock.INSTRUCTIONS))
                .hasSize(16 * 3 + 2 * (3 + 4))
                .doesNotHaveDuplicates();
        assertThat(plan.scenarios(Clock.INSTRUCTIONS)).contains(new Scenario("write", "read", 4096, 4096, 4, 1));
        assertThat(plan.scenarios(Clock.INSTRUCTIONS)).contains(new Scenario("mmap", "mmap", 1920, 1080, 32, 1));
        assertThat(plan.scenarios(Clock.INSTRUCTIONS)).contains(new Scenario("write", "read", 1920, 1080, 4, 0));
    }

    @Test
    void whatWasAskedForAndNoMore() {
        BenchPlan plan = plan(Optional.of("320x240"), Optional.of("userptr:read"), Optional.of("2"));
        assertThat(plan.scenarios(Clock.INSTRUCTIONS)).containsExactly(new Scenario("userptr", "read", 320, 240, 2, 2));
    }

    @Test
    void someClocksAlone() {
        BenchPlan plan = BenchPlan.of(
                true, Optional.of("free"), USUAL, USUAL, USUAL, USUAL, Optional.empty(), Optional.empty(), USUAL);
        assertThat(plan.scenarios(Clock.TIME)).isEmpty();
        assertThat(plan.scenarios(Clock.FREE)).hasSize(4);
    }

    @Test
    void latencies_everyPairOnce_thenAFewWithMoreConsumers() {
        BenchPlan plan = plan(USUAL, USUAL, USUAL);
        assertThat(plan.scenarios(Clock.PACED))
                .hasSize(16 + 2 * 3)
                .allMatch(scenario -> scenario.width() == 1920 && scenario.consumers() > 0)
                .isEqualTo(plan.scenarios(Clock.LOADED));
    }

    @Test
    void quickly_noLatenciesOfAPacedCamera() {
        BenchPlan plan =
                BenchPlan.of(true, USUAL, USUAL, USUAL, USUAL, USUAL, Optional.empty(), Optional.empty(), USUAL);
        assertThat(plan.scenarios(Clock.PACED)).isEmpty();
        assertThat(plan.scenarios(Clock.LOADED)).isEmpty();
        assertThat(plan.scenarios(Clock.FREE)).isNotEmpty();
    }

    @Test
    void quickly_sixPairsAtTwoSizes() {
        BenchPlan plan = BenchPlan.of(
                true, Optional.of("time"), USUAL, USUAL, USUAL, USUAL, Optional.empty(), Optional.empty(), USUAL);
        assertThat(plan.scenarios(Clock.TIME).stream()
                        .filter(scenario -> scenario.consumers() == 1)
                        .filter(scenario -> scenario.width() == 640)
                        .map(Scenario::path))
                .containsExactly(
                        "write->read", "write->mmap", "mmap->read", "mmap->mmap", "userptr->mmap", "dmabuf->mmap");
    }

    @Test
    void impossibleWishesAreRefusedWithTheirReason() {
        assertThatThrownBy(() -> plan(Optional.of("big"), USUAL, USUAL)).hasMessageContaining("[VCAM-201]");
        assertThatThrownBy(() -> plan(Optional.of("641x480"), USUAL, USUAL)).hasMessageContaining("even width");
        assertThatThrownBy(() -> plan(Optional.of("32000x32000"), USUAL, USUAL)).hasMessageContaining("16384");
        assertThatThrownBy(() -> plan(USUAL, Optional.of("read:write"), USUAL))
                .hasMessage(
                        "pairs has 'read:write': write all, or pairs of write, mmap, userptr, dmabuf and read, mmap,"
                                + " userptr, dmabuf, as in write:mmap [VCAM-203]");
        assertThatThrownBy(() -> plan(USUAL, USUAL, Optional.of("33"))).hasMessageContaining("it can be 1 to 32");
        assertThatThrownBy(() -> plan(USUAL, USUAL, Optional.of("two"))).hasMessageContaining("not a number");
    }
}
