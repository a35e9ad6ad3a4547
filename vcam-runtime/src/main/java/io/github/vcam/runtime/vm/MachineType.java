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
    X86_64(GuestFacts.X86_64, "amd64", " tsc=reliable"),
    AARCH64(GuestFacts.AARCH64, "arm64", "");

    private final String program;
    private final String debianPackage;
    private final String debianArchitecture;
    private final String console;
    private final String machineArguments;
    private final String translatedCpu;
    private final String clock;
    private final String countingClock;
    private final String interrupts;

    MachineType(GuestFacts facts, String debianArchitecture, String moreClock) {
        this.program = facts.get("program");
        this.debianPackage = facts.get("package");
        this.debianArchitecture = debianArchitecture;
        this.console = facts.get("console");
        this.machineArguments = facts.get("machine");
        this.translatedCpu = facts.get("cpu");
        this.clock = facts.get("clock") + moreClock;
        this.countingClock = facts.get("countingClock");
        this.interrupts = facts.get("interrupts");
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
