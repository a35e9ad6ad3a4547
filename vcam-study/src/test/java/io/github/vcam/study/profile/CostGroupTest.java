// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import static io.github.vcam.study.profile.CostGroup.CLEARING;
import static io.github.vcam.study.profile.CostGroup.DECODING;
import static io.github.vcam.study.profile.CostGroup.FRAME_WORK;
import static io.github.vcam.study.profile.CostGroup.INTERRUPTS;
import static io.github.vcam.study.profile.CostGroup.JAVA;
import static io.github.vcam.study.profile.CostGroup.KERNEL_COPY;
import static io.github.vcam.study.profile.CostGroup.OTHER_KERNEL;
import static io.github.vcam.study.profile.CostGroup.OTHER_USER;
import static io.github.vcam.study.profile.CostGroup.PAGE_FAULTS;
import static io.github.vcam.study.profile.CostGroup.QUEUES;
import static io.github.vcam.study.profile.CostGroup.RUNTIME;
import static io.github.vcam.study.profile.CostGroup.SCALING;
import static io.github.vcam.study.profile.CostGroup.SCHEDULING;
import static io.github.vcam.study.profile.CostGroup.SYSTEM_CALLS;
import static io.github.vcam.study.profile.CostGroup.USER_COPY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostGroupTest {
    private static CostGroup kernel(String... names) {
        return CostGroup.of(Recorded.kernel(names));
    }

    private static CostGroup program(String name, String object) {
        return CostGroup.of(Recorded.program(name, object));
    }

    @Test
    void copyOfAFrame_isACopyWhoeverAsked() {
        String[] names = {
            "copy_user_generic_string",
            "copy_user_enhanced_fast_string",
            "rep_movs_alternative",
            "__arch_copy_from_user"
        };
        for (String name : names) {
            assertThat(kernel(name, "loopback_write", "do_syscall_64")).as(name).isEqualTo(USER_COPY);
        }
        assertThat(kernel("memcpy_orig", "loopback_output_fill", "vb2_core_qbuf"))
                .isEqualTo(KERNEL_COPY);
        assertThat(kernel("clear_page_rep", "handle_mm_fault")).isEqualTo(CLEARING);
    }

    @Test
    void functionSaysNothing_itsNearestCallerDoes() {
        assertThat(kernel("__list_del_entry", "vb2_core_dqbuf", "do_syscall_64"))
                .isEqualTo(QUEUES);
        assertThat(kernel("__mod_lruvec_state", "handle_mm_fault", "asm_exc_page_fault"))
                .isEqualTo(PAGE_FAULTS);
        assertThat(kernel("fput", "vfs_write", "do_syscall_64")).isEqualTo(SYSTEM_CALLS);
        assertThat(kernel("strange", "stranger")).isEqualTo(OTHER_KERNEL);
    }

    @Test
    void faultUnderASystemCall_isAFault() {
        assertThat(kernel("loopback_vm_fault", "handle_mm_fault", "asm_exc_page_fault"))
                .isEqualTo(PAGE_FAULTS);
    }

    @Test
    void lock_isALockInWhateverQueue() {
        assertThat(kernel("_raw_spin_unlock_irqrestore", "vb2_buffer_done")).isEqualTo(SCHEDULING);
        assertThat(kernel("finish_task_switch.isra.0", "__schedule", "do_syscall_64"))
                .isEqualTo(SCHEDULING);
    }

    @Test
    void interruptUnderACopy_isAnInterrupt() {
        assertThat(kernel("memcpy_orig", "tick_do", "handle_softirqs", "asm_sysvec_apic_timer_interrupt"))
                .isEqualTo(INTERRUPTS);
    }

    @Test
    void program_isKnownByTheFileOfItsCode() {
        Map<String, CostGroup> files = Map.of(
                "libavcodec.so.62", DECODING,
                "libswscale.so.9", SCALING,
                "libjvm.so", RUNTIME,
                "libjniavcodec.so", RUNTIME,
                "jna123.tmp", RUNTIME,
                "libc.so.6", OTHER_USER);
        files.forEach(
                (file, group) -> assertThat(program("[unknown]", file)).as(file).isEqualTo(group));
        assertThat(program("__memmove_avx_unaligned_erms", "libc.so.6")).isEqualTo(FRAME_WORK);
    }

    @Test
    void java_isJavaButItsCopiesAreCopies() {
        assertThat(of("io.github.vcam.feed.Feeder.loop", Call.Kind.JAVA)).isEqualTo(JAVA);
        assertThat(of("Interpreter", Call.Kind.VM)).isEqualTo(JAVA);
        assertThat(of("StubRoutines (2)", Call.Kind.VM)).isEqualTo(FRAME_WORK);
    }

    private static CostGroup of(String name, Call.Kind kind) {
        return CostGroup.of(new CallStack(1, "java", List.of(new Call(name, "x", kind))));
    }

    @Test
    void recordedText_hasAShareForEachAndTheyAreAll() {
        ProfiledProcess part = new ProfiledProcess("producer", "write", Recorded.write(), 10, 999);

        assertThat(part.share(USER_COPY).part()).isEqualTo(3);
        assertThat(part.groups().values())
                .extracting(Fraction::part)
                .satisfies(parts -> assertThat(
                                parts.stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(17));
    }
}
