// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.frame.FrameRate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long MS = 1_000_000L;
    private static final long OVERSLEEP = 70_000;

    private long now = 5;
    private final Pacer pacer = new Pacer(FrameRate.of(100), new Time(() -> now, nanos -> now += nanos + OVERSLEEP));

    @Test
    void waitsAreInexact_scheduleDoesNotDrift() {
        for (int i = 0; i <= 10_000; i++) {
            pacer.await();
        }

        assertThat(now - 5).isBetween(100_000 * MS, 100_000 * MS + OVERSLEEP);
        assertThat(pacer.late()).isZero();
    }

    @Test
    void oneFrameIsVeryLate_nextOnesKeepTheScheduleWithoutBurst() {
        pacer.await();
        now += 57 * MS;
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            pacer.await();
            times.add((now - 5) / MS);
        }

        assertThat(times).containsExactly(57L, 60L, 70L);
        assertThat(pacer.late()).isEqualTo(1);
    }

    @Test
    void frameIsALittleLate_isSentAtOnceAndNotCounted() {
        pacer.await();
        now += 14 * MS;
        pacer.await();

        assertThat(now - 5).isEqualTo(14 * MS);
        assertThat(pacer.late()).isZero();
    }

    @Test
    void threadIsInterrupted_waitEndsAndFlagStays() {
        pacer.await();
        Thread.currentThread().interrupt();

        assertThat(pacer.await()).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    /** Who sends the first frame before the first wait has it behind: the next one is due a period later. */
    @Test
    void firstFrameWasSent_theSecondIsAPeriodLater() {
        pacer.begin();
        now += 3 * MS;
        pacer.await();

        assertThat(now - 5).isEqualTo(10 * MS + OVERSLEEP);
    }

    @Test
    void firstWaitComesBeforeTheFirstFrame_itIsNoneAndTheSecondIsAPeriodLater() {
        pacer.await();
        assertThat(now).isEqualTo(5);
        now += 3 * MS;
        pacer.begin();
        pacer.await();

        assertThat(now - 5).isEqualTo(10 * MS + OVERSLEEP);
    }
}
