// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TurnTest {
    private static final int ONE = 1 << 16;

    @Test
    void smallLeanings_areNoTurns() {
        assertThat(Turn.of(ONE, 300, -300, ONE)).isEqualTo(Turn.NONE);
        assertThat(Turn.of(300, ONE, -ONE, 300)).isEqualTo(Turn.CLOCKWISE);
    }

    /** As a broken file may have it. */
    @Test
    void matrixOfNothing_turnsNothing() {
        assertThat(Turn.of(0, 0, 0, 0)).isEqualTo(Turn.NONE);
        assertThat(Turn.of(Integer.MIN_VALUE, 0, 0, Integer.MIN_VALUE)).isEqualTo(Turn.HALF);
    }
}
