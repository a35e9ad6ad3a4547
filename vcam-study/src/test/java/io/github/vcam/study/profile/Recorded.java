// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import io.github.vcam.study.page.Fact;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Samples that perf took of a feed by write() in a guest, trimmed, and made ones. */
final class Recorded {
    static final long PID = 317;

    private Recorded() {}

    static Samples write() {
        try (InputStream in = Objects.requireNonNull(Recorded.class.getResourceAsStream("write.script.txt"))) {
            return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Samples read(String text) {
        ScriptReader reader = new ScriptReader();
        text.lines().forEach(reader);
        return reader.samples();
    }

    /** A stack of the kernel, leaf first. */
    static CallStack kernel(String... names) {
        return new CallStack(
                PID,
                "java",
                Stream.of(names)
                        .map(name -> new Call(name, "[kernel.kallsyms]", Call.Kind.KERNEL))
                        .toList());
    }

    static CallStack program(String name, String object) {
        return new CallStack(PID, "java", List.of(new Call(name, object, Call.Kind.NATIVE)));
    }

    /** A producer of which so many of 1000 samples are copies. */
    static ProfiledProcess producer(String method, long copies) {
        CallStack copy = kernel("copy_user_generic_string", "_copy_from_user", "loopback_write", "do_syscall_64");
        Map<CallStack, Long> stacks = new LinkedHashMap<>();
        stacks.put(copy, copies);
        stacks.put(program("__memmove_avx_unaligned_erms", "libc.so.6"), 1000 - copies);
        stacks.values().removeIf(count -> count == 0);
        return new ProfiledProcess("producer", method, new Samples(stacks, 0, 0, 1), 100, 1000);
    }

    static MethodProfile profile(ProfiledProcess part) {
        return new MethodProfile(part.method(), "/dev/video10", "YUYV 640x480", 4, 25, List.of(part), List.of(), null);
    }

    static ProfileReport report(Scenario scenario, MethodProfile... profiles) {
        return new ProfileReport(
                scenario, List.of(new Fact("where", "a guest")), List.of(profiles), profiles.length, false);
    }
}
