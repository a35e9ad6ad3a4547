// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import static io.github.vcam.study.bench.Clock.INSTRUCTIONS;
import static io.github.vcam.study.bench.Clock.TIME;
import static io.github.vcam.study.bench.Metric.BYTES_COPIED;
import static io.github.vcam.study.bench.Metric.COPIES;
import static io.github.vcam.study.bench.Metric.DROPPED;
import static io.github.vcam.study.bench.Metric.FRAMES_PER_SECOND;
import static io.github.vcam.study.bench.Metric.TORN;
import static io.github.vcam.study.bench.Metric.USUAL_FRAME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.study.bench.Clock;
import io.github.vcam.study.bench.Metric;
import io.github.vcam.study.bench.Spread;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void figuresHaveThreeDigitsAndAPrefix() {
        assertThat(text(USUAL_FRAME, TIME, 7)).isEqualTo("7 ns");
        assertThat(text(USUAL_FRAME, TIME, 999.4)).isEqualTo("999 ns");
        assertThat(text(USUAL_FRAME, TIME, 999.9)).isEqualTo("1.00 µs");
        assertThat(text(USUAL_FRAME, TIME, 12_345_678)).isEqualTo("12.3 ms");
        assertThat(text(USUAL_FRAME, TIME, 2e9)).isEqualTo("2.00 s");
        assertThat(text(FRAMES_PER_SECOND, TIME, 10_603)).isEqualTo("10.6 k");
        assertThat(text(FRAMES_PER_SECOND, TIME, 237.2)).isEqualTo("237");
        assertThat(text(BYTES_COPIED, TIME, 33_554_432)).isEqualTo("32.0 MiB");
        assertThat(text(DROPPED, TIME, 12.5)).isEqualTo("12.5 %");
        assertThat(text(COPIES, TIME, 0.004)).isEqualTo("0.004");
        assertThat(text(COPIES, TIME, 0.0001)).isEqualTo("<0.001");
        assertThat(text(TORN, TIME, 3)).isEqualTo("3");
    }

    @Test
    void instructionsAreExact_theyHaveFour() {
        assertThat(text(USUAL_FRAME, INSTRUCTIONS, 94_431)).isEqualTo("94.43 k");
        assertThat(text(USUAL_FRAME, INSTRUCTIONS, 4_214_840)).isEqualTo("4.215 M");
    }

    @Test
    void noFigure_aDash() {
        assertThat(text(COPIES, TIME, Double.NaN)).isEqualTo("–");
        assertThat(text(FRAMES_PER_SECOND, TIME, Double.POSITIVE_INFINITY)).isEqualTo("–");
    }

    @Test
    void rangeIsInTheMediansUnit_andLeftOutWhenNothingVaries() {
        Figures figures = Figures.of(USUAL_FRAME, TIME);

        assertThat(figures.range(new Spread(1_000_000, 990_000, 1_204_000))).isEqualTo("0.99–1.20");
        assertThat(figures.range(new Spread(1_000_000, 1_000_000, 1_001_000))).isEmpty();
    }

    private static String text(Metric metric, Clock clock, double figure) {
        return Figures.of(metric, clock).text(figure);
    }
}
