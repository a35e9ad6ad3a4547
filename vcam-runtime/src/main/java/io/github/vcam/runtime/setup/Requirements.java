// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.setup;

import io.github.vcam.runtime.kernel.KernelTree;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.Programs;
import io.github.vcam.runtime.vm.GuestKernel;
import io.github.vcam.runtime.vm.MachineType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What each place needs on this machine, with Debian's names of the packages: the one table of it. */
public final class Requirements {
    /** Packages whose program, or file, has another name. */
    private static final Map<String, String> PROOFS = Map.of(
            "kmod", "modprobe",
            "libc6-dev", "/usr/include/stdlib.h",
            "linux-perf", "/usr/lib/perf-core", // a wrapper of another package is a perf, too
            "xz-utils", "xz",
            "busybox-static", "/bin/busybox",
            "seabios", "/usr/share/seabios/bios.bin");

    private Requirements() {}

    public static List<Requirement> ofHost(String release) {
        List<Requirement> all = build();
        all.add(of("kmod"));
        all.add(new Requirement(
                "headers of kernel " + release,
                KernelTree.debianPackage(release),
                () -> KernelTree.lookUp(Path.of("/"), release).isPresent()));
        return all;
    }

    public static List<Requirement> ofVm(MachineType machine) {
        List<Requirement> all = build();
        for (String name : GuestKernel.packages(machine)) {
            all.add(name.equals(machine.debianPackage()) ? of(name, machine.program()) : of(name));
        }
        return all;
    }

    /** Packages by their names, there when dpkg says so. */
    public static List<Requirement> ofPackages(List<String> names, CommandExecutor here) {
        return names.stream()
                .map(name -> new Requirement(name, name, () -> installed(name, here)))
                .toList();
    }

    private static boolean installed(String name, CommandExecutor here) {
        return Programs.find("dpkg-query").isPresent()
                && here.run(Command.of("dpkg-query", "-W", "-f=${Status}", name))
                        .stdout()
                        .equals("install ok installed");
    }

    private static List<Requirement> build() {
        return new ArrayList<>(List.of(of("gcc"), of("libc6-dev"), of("make"), of("linux-perf")));
    }

    private static Requirement of(String name) {
        return of(name, PROOFS.getOrDefault(name, name));
    }

    private static Requirement of(String name, String proof) {
        BooleanSupplier met = proof.startsWith("/")
                ? () -> Files.exists(Path.of(proof))
                : () -> Programs.find(proof).isPresent();
        return new Requirement(name, name, met);
    }
}
