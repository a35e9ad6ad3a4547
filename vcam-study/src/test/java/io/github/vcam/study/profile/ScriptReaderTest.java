// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptReaderTest {
    private static final String COPY = """
        java   317/320     126.824746:\s
        \tffffffff8fdf6fac copy_user_generic_string ([kernel.kallsyms])
        \t           f838f __GI___libc_write (/usr/lib/x86_64-linux-gnu/libc.so.6)

        """;

    @Test
    void recordedText_everySampleIsRead() {
        Samples samples = Recorded.write();

        assertThat(samples.count()).isEqualTo(17);
        assertThat(samples.seconds()).isBetween(4.6, 4.7);
        assertThat(samples.count(stack -> stack.leaf().name().equals("copy_user_generic_string")))
                .isEqualTo(3);
        assertThat(samples.stacks().keySet()).allMatch(stack -> stack.pid() == Recorded.PID);
        assertThat(samples.stacks().keySet())
                .extracting(CallStack::thread)
                .contains("java", "JNA Cleaner", "C1 CompilerThre", "VM Thread");
    }

    @Test
    void sameStackTwice_isCountedTwice() {
        assertThat(Recorded.read(COPY + COPY).stacks()).hasSize(1).containsValue(2L);
    }

    @Test
    void lastSampleHasNoEmptyLineAfterIt_isReadToo() {
        assertThat(Recorded.read(COPY.stripTrailing()).count()).isEqualTo(1);
    }

    @Test
    void javaMethod_hasItsNameWithoutTypes() {
        List<String> names = Recorded.write().stacks().keySet().stream()
                .flatMap(stack -> stack.frames().stream())
                .filter(frame -> frame.kind() == Call.Kind.JAVA)
                .map(Call::name)
                .toList();
        assertThat(names)
                .contains("io.github.vcam.feed.Feeder.loop", "java.nio.DirectByteBuffer.put")
                .allMatch(name -> !name.contains("(") && !name.contains(" "));
    }

    @Test
    void functionWithoutName_isKnownByItsFile() {
        assertThat(Recorded.write().stacks().keySet())
                .extracting(stack -> stack.leaf().title())
                .contains("[jna11559056409739432267.tmp]")
                .anyMatch(name -> name.startsWith("AccessInternal::PostRuntimeDispatch<"));
    }

    @Test
    void lostSamples_areAdded() {
        String lost = "java   317/320     126.9: PERF_RECORD_LOST lost 17\n";
        Samples samples = Recorded.read(COPY + lost + lost + COPY);
        assertThat(samples.lost()).isEqualTo(34);
        assertThat(samples.count()).isEqualTo(2);
    }

    @Test
    void idleProcessor_isLeftOutAndCounted() {
        String idle = """
            swapper     0/0     126.9:\s
            \tffffffff8fe5ad5b default_idle ([kernel.kallsyms])

            """;
        Samples samples = Recorded.read(idle + COPY);
        assertThat(samples.idle()).isEqualTo(1);
        assertThat(samples.count()).isEqualTo(1);
    }

    @Test
    void collapsed_goesFromTheOutermostCallerToTheLeaf() {
        assertThat(Recorded.read(COPY + COPY).collapsed())
                .isEqualTo("java;__GI___libc_write;copy_user_generic_string_[k] 2\n");
        assertThat(Recorded.read(COPY + COPY).collapsed(2.3)).endsWith(" 5\n");
        assertThat(Recorded.read(COPY + COPY).collapsed(0.1)).isEmpty();
    }
}
