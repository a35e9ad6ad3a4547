// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.doctor;

import io.github.vcam.runtime.doctor.Cure.Shell;
import io.github.vcam.runtime.doctor.Cure.Step;
import io.github.vcam.runtime.kernel.ModuleState;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the module that is loaded, or would be, is the one that it should be. */
final class ModuleChecks {
    /** A parameter that no other module of the name has. */
    private static final String OURS = "allowed_gid";

    private static final String RULES = "/etc/udev/rules.d/99-v4l2loopback.rules";

    private ModuleChecks() {}

    static List<Finding> of(Patient patient) {
        List<Finding> findings = new ArrayList<>();
        Optional<ModuleState.Loaded> loaded = patient.module().loaded();
        Optional<Finding> wrong = loaded.flatMap(module -> wrong(module, patient));
        wrong.ifPresent(findings::add);
        if (wrong.isPresent()) {
            held(patient).ifPresent(findings::add);
        }
        if (patient.onHost()) {
            shadowed(patient).ifPresent(findings::add);
            if (Files.exists(patient.at(ours(patient))) && !Files.exists(patient.at(RULES))) {
                findings.add(new Finding(
                        Fault.RULE_MISSING,
                        "the module is installed, and its udev rule " + RULES + " is not",
                        Step.INSTALL));
            }
        }
        return findings;
    }

    private static Optional<Finding> wrong(ModuleState.Loaded loaded, Patient patient) {
        if (!loaded.parameters().containsKey(OURS)) {
            return Optional.of(new Finding(
                    Fault.MODULE_FOREIGN,
                    "the module v4l2loopback " + loaded.version() + " that is loaded is not vcam's",
                    Cure.removeForeign()));
        }
        String installed = patient.module().installed().getOrDefault("srcversion", "");
        Optional<String> newer = patient.sourceVersion().filter(version -> isOlder(loaded.version(), version));
        if (newer.isPresent()) {
            return stale("the loaded module is " + loaded.version() + ", and this vcam brings " + newer.get());
        }
        boolean replaced = !installed.isEmpty() && !installed.equals(loaded.sourceVersion());
        return replaced
                ? stale("the loaded module is built from other source (" + loaded.sourceVersion()
                        + ") than the installed one (" + installed + ")")
                : Optional.empty();
    }

    private static Optional<Finding> stale(String what) {
        return Optional.of(new Finding(Fault.MODULE_STALE, what, Step.RELOAD));
    }

    /** Numbers by value, 0.15.9 before 0.15.10. */
    static boolean isOlder(String version, String than) {
        return Arrays.compare(numbers(version), numbers(than)) < 0;
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.replaceFirst("-.*", "").split("[^0-9]+", -1))
                .filter(part -> !part.isEmpty() && part.length() < 9)
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static Optional<Finding> held(Patient patient) {
        List<ModuleState.Holder> holders = patient.module().moduleHolders();
        if (holders.isEmpty() || !patient.onHost()) {
            return Optional.empty();
        }
        String who =
                holders.stream().map(ModuleState.Holder::toString).distinct().collect(Collectors.joining(", "));
        String pids = holders.stream()
                .map(holder -> Long.toString(holder.pid()))
                .distinct()
                .collect(Collectors.joining(" "));
        return Optional.of(
                new Finding(Fault.MODULE_HELD, "the module is in use by " + who, Shell.byHand("kill " + pids)));
    }

    private static Optional<Finding> shadowed(Patient patient) {
        String found = patient.module().installed().getOrDefault("filename", "");
        String ours = ours(patient);
        boolean shadowed = !found.isEmpty()
                && !found.equals(ours)
                && !found.equals("/usr" + ours)
                && Files.exists(patient.at(ours));
        return shadowed
                ? Optional.of(new Finding(
                        Fault.MODULE_SHADOWED,
                        "modprobe finds " + found + " before " + ours,
                        Shell.byHand(
                                found.contains("/dkms/")
                                        ? "sudo apt-get remove -y v4l2loopback-dkms"
                                        : "sudo rm " + found + " && sudo depmod")))
                : Optional.empty();
    }

    private static String ours(Patient patient) {
        return "/lib/modules/" + patient.machine().kernelRelease() + "/updates/v4l2loopback.ko";
    }
}
