// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import io.github.vcam.producer.StreamingMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the figures say, in sentences that are made of them. */
final class Evidence {
    /** What the original study saw of write() on bare metal, in per cent of its samples. */
    private static final double ORIGINAL_COPY = 10;

    /** Per cent of samples below which a copy is of small things: an ioctl's arguments. */
    private static final double WORTH_A_WORD = 2;

    private static final int STEPS = 6;

    private Evidence() {}

    static List<String> of(ProfileReport report) {
        List<String> sentences = new ArrayList<>();
        List<ProfiledProcess> producers = report.producers();
        producers.forEach(part -> sentences.add(copies(part)));
        if (producers.size() > 1) {
            ProfiledProcess first = producers.get(0);
            producers.stream().skip(1).forEach(other -> sentences.add(compared(first, other)));
        }
        if (report.scenario() == Scenario.STUDY) {
            shape(report).ifPresent(sentences::add);
            report.producer(StreamingMethod.WRITE).map(Evidence::dilution).ifPresent(sentences::add);
        }
        return sentences;
    }

    /** All bytes of frames that the kernel copies. */
    static Fraction copied(ProfiledProcess part) {
        Fraction user = part.share(CostGroup.USER_COPY);
        return new Fraction(user.part() + part.share(CostGroup.KERNEL_COPY).part(), user.whole());
    }

    private static String copies(ProfiledProcess part) {
        Fraction copied = copied(part);
        String sentence = String.format(
                Locale.ROOT,
                "%s: the kernel copies in %s of %,d samples (%s of processor time a frame)",
                part.method(),
                copied.precisely(),
                copied.whole(),
                millis(part.millisPerFrame(copied)));
        return copied.percent() < WORTH_A_WORD
                ? sentence + "."
                : HotFunction.top(part.samples(), true, Integer.MAX_VALUE).stream()
                                .filter(function -> function.group() == CostGroup.USER_COPY
                                        || function.group() == CostGroup.KERNEL_COPY)
                                .findFirst()
                                .map(function -> sentence + ", mostly by " + way(function))
                                .orElse(sentence)
                        + ".";
    }

    /** The first steps of the way to it; the page has all of them. */
    private static String way(HotFunction function) {
        return function.paths().get(0).frames().stream().limit(STEPS).collect(Collectors.joining(" ← "));
    }

    private static String compared(ProfiledProcess first, ProfiledProcess other) {
        double a = first.millisPerFrame();
        double b = other.millisPerFrame();
        Fraction copiedFirst = copied(first);
        Fraction copiedOther = copied(other);
        String verdict = copiedFirst.clearlyAbove(copiedOther)
                ? "copies take a clearly smaller share with " + other.method()
                : copiedOther.clearlyAbove(copiedFirst)
                        ? "copies take a clearly larger share with " + other.method()
                        : "the shares of copies differ by no more than chance would make them";
        String time = a > 0 && b > 0
                ? String.format(
                        Locale.ROOT,
                        "; a frame costs its producer %s of processor time instead of %s (%.2f times), copies %s"
                                + " instead of %s",
                        millis(b),
                        millis(a),
                        b / a,
                        millis(other.millisPerFrame(copiedOther)),
                        millis(first.millisPerFrame(copiedFirst)))
                : "";
        return other.method() + " against " + first.method() + ": " + verdict + " (" + copiedOther + " instead of "
                + copiedFirst + ")" + time + ".";
    }

    /** Whether the original's finding is there: write() copies and spends time in system calls, MMAP does neither. */
    private static Optional<String> shape(ProfileReport report) {
        Optional<ProfiledProcess> write = report.producer(StreamingMethod.WRITE);
        Optional<ProfiledProcess> mmap = report.producer(StreamingMethod.MMAP);
        if (write.isEmpty() || mmap.isEmpty()) {
            return Optional.empty();
        }
        Fraction writeCopy = write.get().share(CostGroup.USER_COPY);
        Fraction mmapCopy = mmap.get().share(CostGroup.USER_COPY);
        Fraction writeCalls = systemCalls(write.get());
        Fraction mmapCalls = systemCalls(mmap.get());
        boolean same = writeCopy.clearlyAbove(mmapCopy) && writeCalls.clearlyAbove(mmapCalls);
        return Optional.of(String.format(
                Locale.ROOT,
                "%s: write() spends %s in copies between user space and kernel and %s in system calls with all they"
                        + " call, MMAP %s and %s.",
                same ? "The original study's shape is here" : "The original study's shape is NOT here",
                writeCopy,
                writeCalls,
                mmapCopy,
                mmapCalls));
    }

    /** Samples below the kernel's entry for system calls, as the original study counted do_syscall_64. */
    static Fraction systemCalls(ProfiledProcess part) {
        return part.share(stack -> stack.hasKernel("do_syscall_64") || stack.hasKernel("el0_svc"));
    }

    /** Why a share of ours need not be the original's: it depends on what else the producer does. */
    private static String dilution(ProfiledProcess write) {
        Fraction copy = write.share(CostGroup.USER_COPY);
        double copying = write.millisPerFrame(copy);
        double making = write.millisPerFrame() - copying;
        double diluted = copying * (100 / ORIGINAL_COPY - 1);
        return String.format(
                Locale.ROOT,
                "A share depends on what else the producer does: here it makes a frame in %s and write()'s copy takes"
                        + " %s; the same copy would be %.0f %%, as in the original study, for a producer that decodes and"
                        + " scales for %s a frame.",
                millis(making),
                millis(copying),
                ORIGINAL_COPY,
                millis(diluted));
    }

    /** A time in milliseconds, for people. */
    static String millis(double value) {
        return value > 0 && value < 0.0995
                ? String.format(Locale.ROOT, "%.0f µs", Math.max(1, value * 1000))
                : String.format(Locale.ROOT, value < 0.995 ? "%.2f ms" : value < 9.95 ? "%.1f ms" : "%.0f ms", value);
    }
}
