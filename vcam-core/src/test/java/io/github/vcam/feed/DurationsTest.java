// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        "1d, PT24H",
        "1h2m3s4ms, PT1H2M3.004S",
        "90m, PT90M",
        "1m500ms, PT1M0.5S",
        "7, PT7S",
        "0.1, PT0.1S",
        "1.5s, PT1.5S",
        "0, PT0S",
        "' 3s ', PT3S"
    })
    void whatPeopleWrite_isRead(String text, Duration expected) {
        assertThat(Durations.parse("duration", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "-1", "-1s", "10x", "1s1m", "s", "1.5m", "1,5s", "1 s", "1e3", "99999999999d", "NaN"})
    void whatIsNone_isRefusedByItsName(String text) {
        assertThatThrownBy(() -> Durations.parse("duration", text))
                .isInstanceOfSatisfying(
                        InvalidValueException.class, e -> assertThat(e.name()).isEqualTo("duration"))
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("1m30s");
    }

    @Test
    void nothingAtAll_isNotPositive() {
        assertThat(Durations.parsePositive("timeout", "1ms")).isEqualTo(Duration.ofMillis(1));
        assertThatThrownBy(() -> Durations.parsePositive("timeout", "0ms")).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10s", "1m30s", "0.5s", "2h", "1h2m3.004s", "0s", "1h1s"})
    void theirText_readsTheSame(String text) {
        assertThat(Durations.text(Durations.parse("duration", text))).isEqualTo(text);
    }
}
