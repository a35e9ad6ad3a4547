// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a sample's time was spent on. The function that ran decides where its name tells: a copy is a copy whoever asked
 * for it. Where it does not, its callers are asked one by one, so that a list's helper counts as its queue.
 */
enum CostGroup {
    USER_COPY(
            "copy_from_user, copy_to_user",
            "bytes that cross between a program and the kernel: frames of write() and"
                    + " read(), and the arguments of every ioctl"),
    KERNEL_COPY(
            "copies inside the kernel",
            "memcpy in the kernel: a frame brought in a buffer of the producer's own"
                    + " (USERPTR, DMABUF) goes into the camera's memory so"),
    CLEARING("memory clearing", "pages zeroed before somebody gets them"),
    PAGE_FAULTS("page faults", "the first touch of a page, and a consumer's window that turned to another frame"),
    QUEUES("queue handling", "videobuf2, V4L2's ioctls and our loopback_ functions, without the copies"),
    SYSTEM_CALLS("system-call entry and exit", "the way into the kernel and back, and to the file that a call means"),
    SCHEDULING("scheduling and locks", "switching threads, waking, waiting, timers, spin locks, mutexes, futexes"),
    INTERRUPTS("interrupts", "timers' and devices' interrupts that came while the program ran"),
    OTHER_KERNEL("other kernel code", "what fits nowhere else in the kernel"),
    DECODING("decode", "libavcodec and libavformat"),
    SCALING("scale and convert", "libswscale and libavfilter"),
    FRAME_WORK("copies in user space", "memcpy and its like in the program: a frame put into its buffer"),
    JAVA("Java", "compiled and interpreted methods"),
    RUNTIME("Java's virtual machine", "its compiler, its collector, its start-up, JNA's and JavaCPP's glue"),
    OTHER_USER("other user code", "the C library and the rest");

    private static final Pattern USER_COPIES = names(
            "_?copy_(from|to)_user.*",
            "copy_user_.*",
            "rep_movs_alternative",
            "__copy_user.*",
            "_copy_.*_iter",
            "raw_copy_.*",
            "__arch_copy_.*_user",
            "__(get|put)_user.*",
            "strncpy_from_user");
    private static final Pattern KERNEL_COPIES = names("(__|__pi_)?mem(cpy|move).*", "copy_page.*");
    private static final Pattern CLEARERS = names(
            "clear_page.*", "clear_user.*", "__clear_user", "(__)?memset.*", "clear_huge_page", "kernel_init_pages");
    private static final Pattern FAULTS = names(
            "(asm_)?exc_page_fault",
            "do_user_addr_fault",
            "handle_mm_fault",
            "do_(mem_abort|page_fault|translation_fault)",
            "__handle_mm_fault",
            "loopback_vm_fault",
            ".*_mkwrite");
    private static final Pattern QUEUE =
            names("_?_?vb2_.*", "loopback_.*", "__?v4l2_.*", "v4l2?_.*", "_?_?video_.*", "vivid_.*");
    private static final Pattern ENTRY = names(
            "do_syscall_64",
            "entry_SYSCALL.*",
            "syscall_.*",
            "exit_to_user.*",
            "__(x64|arm64)_sys_.*",
            "ksys_.*",
            "vfs_.*",
            "el0_svc.*",
            "invoke_syscall.*",
            "do_el0_svc",
            "fdget.*",
            "__fget.*",
            "rep_nop",
            "x64_sys_call");
    private static final Pattern WAITING = names(
            "_raw_(spin|read|write)_.*",
            "_?_?mutex_.*",
            "osq_.*",
            "down_.*",
            "up_.*",
            "rwsem.*",
            "native_queued_.*",
            "finish_task_switch.*",
            "_?_?schedule.*",
            "try_to_wake_up.*",
            ".*futex.*",
            ".*hrtimer.*",
            ".*nanosleep.*",
            "_?_?wake_up.*",
            "do_poll.*",
            "do_sys_poll",
            "io_schedule.*",
            "rcu_.*",
            "prepare_to_wait.*",
            "preempt_schedule.*",
            "__cond_resched");
    private static final Pattern INTERRUPTED = names(
            "(asm_)?sysvec_.*",
            "asm_common_interrupt",
            "common_interrupt",
            "handle_softirqs",
            "__do_softirq",
            "irq_exit.*",
            "__irq_exit.*",
            "el1h?_(64_)?irq.*");
    private static final Pattern USER_SPACE_COPIES =
            names("_?_?mem(cpy|move|set|pcpy).*", "StubRoutines.*", ".*arraycopy.*", "av_image_copy.*");

    private final String title;
    private final String meaning;

    CostGroup(String title, String meaning) {
        this.title = title;
        this.meaning = meaning;
    }

    String title() {
        return title;
    }

    String meaning() {
        return meaning;
    }

    /** The word for it in JSON. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean kernel() {
        return compareTo(OTHER_KERNEL) <= 0;
    }

    static CostGroup of(CallStack stack) {
        Call leaf = stack.leaf();
        List<Call> frames = stack.frames();
        return leaf.kernel() ? ofKernel(leaf.name(), frames) : ofProgram(leaf, frames);
    }

    private static CostGroup ofKernel(String leaf, List<Call> frames) {
        if (matches(INTERRUPTED, frames)) {
            return INTERRUPTS;
        }
        if (USER_COPIES.matcher(leaf).matches()) {
            return USER_COPY;
        }
        if (KERNEL_COPIES.matcher(leaf).matches()) {
            return KERNEL_COPY;
        }
        if (CLEARERS.matcher(leaf).matches()) {
            return CLEARING;
        }
        return frames.stream()
                .takeWhile(Call::kernel)
                .map(frame -> byName(frame.name()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(OTHER_KERNEL);
    }

    private static Optional<CostGroup> byName(String name) {
        if (WAITING.matcher(name).matches()) {
            return Optional.of(SCHEDULING);
        }
        if (FAULTS.matcher(name).matches()) {
            return Optional.of(PAGE_FAULTS);
        }
        if (QUEUE.matcher(name).matches()) {
            return Optional.of(QUEUES);
        }
        return ENTRY.matcher(name).matches() ? Optional.of(SYSTEM_CALLS) : Optional.empty();
    }

    private static CostGroup ofProgram(Call leaf, List<Call> frames) {
        if (leaf.kind() != Call.Kind.JAVA
                && USER_SPACE_COPIES.matcher(leaf.name()).matches()) {
            return FRAME_WORK;
        }
        return frames.stream()
                .map(CostGroup::byObject)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(OTHER_USER);
    }

    private static Optional<CostGroup> byObject(Call frame) {
        if (frame.kind() == Call.Kind.JAVA || frame.kind() == Call.Kind.VM) {
            return Optional.of(JAVA);
        }
        String object = frame.object();
        if (object.matches("lib(avcodec|avformat)\\..*")) {
            return Optional.of(DECODING);
        }
        if (object.matches("lib(swscale|avfilter|swresample)\\..*")) {
            return Optional.of(SCALING);
        }
        return object.matches("lib(jvm|jli|java|nio|net|zip|jimage|jnidispatch|jni.*)\\..*|jna.*\\.tmp")
                ? Optional.of(RUNTIME)
                : Optional.empty();
    }

    private static boolean matches(Pattern names, List<Call> frames) {
        return frames.stream()
                .takeWhile(Call::kernel)
                .anyMatch(frame -> names.matcher(frame.name()).matches());
    }

    private static Pattern names(String... alternatives) {
        return Pattern.compile(String.join("|", alternatives));
    }
}
