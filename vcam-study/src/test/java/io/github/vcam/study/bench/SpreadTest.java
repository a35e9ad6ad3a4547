// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void theMedianIsTheMiddle_ofAnEvenNumberTheMiddleOfTheMiddleTwo() {
        assertThat(Spread.of(DoubleStream.of(9, 1, 5))).contains(new Spread(5, 1, 9));
        assertThat(Spread.of(DoubleStream.of(9, 1, 5, 3))).contains(new Spread(4, 1, 9));
    }

    @Test
    void figuresThatARunDoesNotHaveDoNotCount() {
        assertThat(Spread.of(DoubleStream.of(Double.NaN, 2))).contains(new Spread(2, 2, 2));
        assertThat(Spread.of(DoubleStream.of(Double.NaN))).isEmpty();
    }
}
