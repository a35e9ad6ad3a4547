// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.profile;

import static io.github.vcam.maven.profile.FrameGroup.CLEARING;
import static io.github.vcam.maven.profile.FrameGroup.DECODING;
import static io.github.vcam.maven.profile.FrameGroup.FRAME_WORK;
import static io.github.vcam.maven.profile.FrameGroup.INTERRUPTS;
import static io.github.vcam.maven.profile.FrameGroup.JAVA;
import static io.github.vcam.maven.profile.FrameGroup.KERNEL_COPY;
import static io.github.vcam.maven.profile.FrameGroup.OTHER_KERNEL;
import static io.github.vcam.maven.profile.FrameGroup.OTHER_USER;
import static io.github.vcam.maven.profile.FrameGroup.PAGE_FAULTS;
import static io.github.vcam.maven.profile.FrameGroup.QUEUES;
import static io.github.vcam.maven.profile.FrameGroup.RUNTIME;
import static io.github.vcam.maven.profile.FrameGroup.SCALING;
import static io.github.vcam.maven.profile.FrameGroup.SCHEDULING;
import static io.github.vcam.maven.profile.FrameGroup.SYSTEM_CALLS;
import static io.github.vcam.maven.profile.FrameGroup.USER_COPY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameGroupTest {
    private static FrameGroup kernel(String... names) {
        return FrameGroup.of(Recorded.kernel(names));
    }

    private static FrameGroup program(String name, String object) {
        return FrameGroup.of(Recorded.program(name, object));
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
        Map<String, FrameGroup> files = Map.of(
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
        assertThat(of("io.github.vcam.feed.Feeder.loop", StackFrame.Kind.JAVA)).isEqualTo(JAVA);
        assertThat(of("Interpreter", StackFrame.Kind.VM)).isEqualTo(JAVA);
        assertThat(of("StubRoutines (2)", StackFrame.Kind.VM)).isEqualTo(FRAME_WORK);
    }

    private static FrameGroup of(String name, StackFrame.Kind kind) {
        return FrameGroup.of(new CallStack(1, "java", List.of(new StackFrame(name, "x", kind))));
    }

    @Test
    void recordedText_hasAShareForEachAndTheyAreAll() {
        Part part = new Part("producer", "write", Recorded.write(), 10, 999);

        assertThat(part.share(USER_COPY).part()).isEqualTo(3);
        assertThat(part.groups().values())
                .extracting(Share::part)
                .satisfies(parts -> assertThat(
                                parts.stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(17));
    }
}
