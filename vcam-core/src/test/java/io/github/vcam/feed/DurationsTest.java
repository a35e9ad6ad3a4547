// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.InvalidValueException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "10s, PT10S",
        "1m30s, PT1M30S",
        "500ms, PT0.5S",
        "2h, PT2H",
        "1h2m3s4ms, PT1H2M3.004S",
        "1h500ms, PT1H0.5S",
        "90m, PT1H30M",
        "10, PT10S",
        "1.5, PT1.5S",
        "1.5s, PT1.5S",
        "0.5h, PT30M",
        "0, PT0S",
        "0s, PT0S",
        "' 10s ', PT10S",
        "0.000000001, PT0.000000001S",
        "9223372036s, PT9223372036S"
    })
    void text_isRead(String text, Duration duration) {
        assertThat(Durations.parse("duration", text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "-1", "-10s", "+1s", "10x", "1s1m", "1m1h", "1ms1s", "1s1s", "s", "ms", ".5", "5.", "1,5",
                "1e3", "1m30", "1 m", "10S", "PT10S", "NaN", "\u0661s"
            })
    void otherText_isRefusedByTheParametersName(String text) {
        assertThatThrownBy(() -> Durations.parse("warmup", text))
                .isInstanceOfSatisfying(InvalidValueException.class, e -> {
                    assertThat(e.name()).isEqualTo("warmup");
                    assertThat(e.code()).isEqualTo(CoreError.PARAMETER_INVALID);
                })
                .hasMessage(
                        "warmup is '" + text + "': write 10s, 1m30s, 500ms or 2h, or a number of seconds [VCAM-204]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372037", "2562048h", "999999999999999999h", "999999999999999999.9"})
    void durationBeyondNanoseconds_isRefused(String text) {
        assertThatThrownBy(() -> Durations.parse("duration", text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("duration is '" + text + "': that is longer than 2562047h47m16s");
    }

    @Test
    void duration_isWrittenAsItIsRead() {
        for (String text : new String[] {"10s", "1m30s", "500ms", "2h", "1h2m3s4.5ms", "0.000001ms", "0s"}) {
            assertThat(Durations.text(Durations.parse("duration", text))).isEqualTo(text);
        }
        assertThat(Durations.text(Duration.ofMillis(-1500))).isEqualTo("-1s500ms");
    }
}
