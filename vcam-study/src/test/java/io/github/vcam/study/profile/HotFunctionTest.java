// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HotFunctionTest {
    private static final Samples SAMPLES = samples();

    private static Samples samples() {
        Map<CallStack, Long> stacks = new LinkedHashMap<>();
        stacks.put(Recorded.kernel("copy", "write", "syscall"), 6L);
        stacks.put(Recorded.kernel("copy", "ioctl", "syscall"), 2L);
        stacks.put(Recorded.kernel("write", "syscall"), 1L);
        stacks.put(Recorded.program("main", "libc.so.6"), 1L);
        return new Samples(stacks, 0, 0, 1);
    }

    @Test
    void kernel_isSortedByItsOwnSamples() {
        List<HotFunction> top = HotFunction.top(SAMPLES, true, 10);

        assertThat(top).extracting(function -> function.frame().name()).containsExactly("copy", "write");
        assertThat(top.get(0).self()).isEqualTo(new Fraction(8, 10));
        assertThat(top.get(1).self()).isEqualTo(new Fraction(1, 10));
        assertThat(top.get(1).total()).isEqualTo(new Fraction(7, 10));
    }

    @Test
    void pathsToIt_areSortedAndCounted() {
        List<HotFunction.Path> paths = HotFunction.top(SAMPLES, true, 1).get(0).paths();

        assertThat(paths).extracting(path -> path.share().part()).containsExactly(6L, 2L);
        assertThat(paths.get(0).frames()).containsExactly("copy", "write", "syscall");
    }

    @Test
    void functionCallsItself_isCountedOnceInAStack() {
        Samples recursive = new Samples(Map.of(Recorded.kernel("walk", "walk", "walk"), 3L), 0, 0, 1);
        assertThat(HotFunction.top(recursive, true, 1).get(0).total()).isEqualTo(new Fraction(3, 3));
    }

    @Test
    void program_isAListOfItsOwn() {
        assertThat(HotFunction.top(SAMPLES, false, 10))
                .extracting(function -> function.frame().name())
                .containsExactly("main");
    }
}
