// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What differs between the machines that QEMU can play. The guest runs the host's own programs, so it is always a
 * machine of the host's kind.
 */
public enum MachineType {
    X86_64(
            GuestFacts.X86_64.get("program"),
            GuestFacts.X86_64.get("package"),
            "amd64",
            GuestFacts.X86_64.get("console"),
            "",
            GuestFacts.X86_64.get("cpu"),
            GuestFacts.X86_64.get("clock") + " tsc=reliable",
            GuestFacts.X86_64.get("countingClock"),
            GuestFacts.X86_64.get("interrupts")),
    AARCH64("qemu-system-aarch64", "qemu-system-arm", "arm64", "ttyAMA0", "-machine virt", "max", "", "", "");

    private final String program;
    private final String debianPackage;
    private final String debianArchitecture;
    private final String console;
    private final String machineArguments;
    private final String translatedCpu;
    private final String clock;
    private final String countingClock;
    private final String interrupts;

    MachineType(
            String program,
            String debianPackage,
            String debianArchitecture,
            String console,
            String machineArguments,
            String translatedCpu,
            String clock,
            String countingClock,
            String interrupts) {
        this.program = program;
        this.debianPackage = debianPackage;
        this.debianArchitecture = debianArchitecture;
        this.console = console;
        this.machineArguments = machineArguments;
        this.translatedCpu = translatedCpu;
        this.clock = clock;
        this.countingClock = countingClock;
        this.interrupts = interrupts;
    }

    /** The kind of machine that this program runs on; x86-64 where it is none that we know. */
    public static MachineType ofThisMachine() {
        String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return architecture.equals("aarch64") ? AARCH64 : X86_64;
    }

    /** QEMU's program for it. */
    public String program() {
        return program;
    }

    /** The Debian package of {@link #program()}. */
    public String debianPackage() {
        return debianPackage;
    }

    /** Debian's name of the architecture, the last part of its kernels' releases. */
    public String debianArchitecture() {
        return debianArchitecture;
    }

    /** Packages that name the distribution's current kernel for it: Debian's, then Ubuntu's. */
    List<String> kernelPackages() {
        return List.of("linux-image-" + debianArchitecture, "linux-image-generic");
    }

    String console() {
        return console;
    }

    List<String> machineArguments() {
        return words(machineArguments);
    }

    String cpu(boolean kvm) {
        return kvm ? "host" : translatedCpu;
    }

    /** Kernel arguments that choose a clock; with KVM the kernel knows best. */
    List<String> clockArguments(boolean kvm, boolean countsInstructions) {
        if (kvm) {
            return List.of();
        }
        return words(countsInstructions ? countingClock : clock);
    }

    /** Kernel arguments that make an emulated start quicker. */
    List<String> quickArguments() {
        return Stream.concat(GuestFacts.EVERY.words("quick").stream(), words(interrupts).stream())
                .toList();
    }

    private static List<String> words(String line) {
        return line.isEmpty() ? List.of() : List.of(line.split(" ", -1));
    }
}
