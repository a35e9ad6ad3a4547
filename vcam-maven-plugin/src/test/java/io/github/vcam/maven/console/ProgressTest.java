// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void lines_comeEveryTenSeconds() {
        List<String> lines = new ArrayList<>();
        AtomicLong seconds = new AtomicLong();
        LineProgress progress = new LineProgress("frames", lines::add, () -> seconds.get() * 1_000_000_000L);
        for (int second = 0; second <= 25; second++) {
            seconds.set(second);
            progress.show(second * 30L, 900, "30.0 fps");
        }
        assertThat(lines).containsExactly("300 of 900 frames, 30.0 fps", "600 of 900 frames, 30.0 fps");
    }

    @Test
    void barOnlyInARealTerminal() {
        Map<String, String> terminal = Map.of("TERM", "xterm");
        assertThat(Console.of(true, true, terminal, true)).isEqualTo(new Console(true, true));
        assertThat(Console.of(false, true, terminal, true).rich()).isFalse();
        assertThat(Console.of(true, false, terminal, true).rich()).isFalse();
        assertThat(Console.of(true, true, Map.of("TERM", "dumb"), true).rich()).isFalse();
        assertThat(Console.of(true, true, Map.of("TERM", "xterm", "CI", "true"), true)
                        .rich())
                .isFalse();
        assertThat(Console.of(true, true, terminal, false).rich()).isFalse();
    }
}
