// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LastLinesTest {
    @Test
    void moreCameThanAMessageHolds_theLastOnesStay() {
        LastLines lines = new LastLines();
        IntStream.range(0, 25).forEach(i -> lines.add("line " + i));
        assertThat(lines.toString()).hasLineCount(20).startsWith("line 5\n").endsWith("\nline 24");
    }

    @Test
    void linesAreAllThere_theLastOnesAreTaken() {
        assertThat(LastLines.of(List.of("a", "b", "c"), 2)).containsExactly("b", "c");
        assertThat(LastLines.of(List.of("a"), 2)).containsExactly("a");
    }
}
