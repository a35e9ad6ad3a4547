// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.doctor;

import io.github.vcam.runtime.doctor.Cure.Shell;
import io.github.vcam.runtime.doctor.Cure.Step;
import io.github.vcam.runtime.place.MachineFacts;
import io.github.vcam.runtime.setup.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a module can be built, and whether this machine's own kernel takes it. */
final class KernelChecks {
    private static final String SECURE_BOOT =
            "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";
    private static final List<String> OF_COMPILER = List.of("gcc", "make", "libc6-dev");

    private KernelChecks() {}

    static List<Finding> of(Patient patient) {
        List<Finding> findings = new ArrayList<>();
        if (patient.onHost()) {
            Optional<Finding> refusal = refusal(patient);
            if (refusal.isPresent()) {
                return List.of(refusal.get()); // whatever else it lacks would not help
            }
            if (!patient.module().loaded().isPresent()
                    && !patient.means().rights().getAsBoolean()) {
                findings.add(new Finding(
                        Fault.RIGHTS_MISSING,
                        "sudo gives root's rights neither without a password nor is somebody there to give one",
                        Shell.byHand("sudo -v")));
            }
        }
        patient.requirements().stream()
                .filter(requirement -> !requirement.isMet())
                .map(requirement -> missing(requirement, patient))
                .forEach(findings::add);
        return findings;
    }

    private static Optional<Finding> refusal(Patient patient) {
        MachineFacts kernel = patient.machine();
        String name = "this machine's kernel " + kernel.kernelRelease();
        if (!kernel.modular()) {
            return inVm(Fault.KERNEL_WITHOUT_MODULES, name + " has no loadable modules");
        }
        if (kernel.modulesDisabled()) {
            return inVm(Fault.MODULES_SWITCHED_OFF, "/proc/sys/kernel/modules_disabled is 1");
        }
        if (!kernel.lockdown().equals("none")) {
            return inVm(
                    Fault.LOCKED_DOWN,
                    name + " is locked down (" + kernel.lockdown() + ")"
                            + (secureBoot(patient) ? ", for Secure Boot is on" : ""));
        }
        if (kernel.signed()) {
            return inVm(Fault.SIGNATURE_WANTED, name + " takes signed modules only");
        }
        if (!kernel.mayLoadModules()) {
            return inVm(Fault.CAPABILITY_MISSING, "this process can never have CAP_SYS_MODULE");
        }
        return Optional.empty();
    }

    private static Optional<Finding> inVm(Fault fault, String what) {
        return Optional.of(new Finding(fault, what, Step.SET_UP_VM));
    }

    private static boolean secureBoot(Patient patient) {
        try {
            byte[] variable = Files.readAllBytes(patient.at(SECURE_BOOT));
            return variable.length > 0 && variable[variable.length - 1] == 1;
        } catch (IOException e) {
            return false;
        }
    }

    private static Finding missing(Requirement requirement, Patient patient) {
        String release = patient.machine().kernelRelease();
        String name = requirement.packages().get(0);
        boolean offered = patient.means().packages().test(name);
        if (name.equals(MachineFacts.headersPackage(release))) {
            return offered
                    ? missing(Fault.HEADERS_MISSING, requirement, Step.SET_UP)
                    : new Finding(
                            Fault.HEADERS_GONE,
                            requirement.name() + " are not here, and no list of packages offers " + name,
                            Shell.byHand("sudo apt-get update && sudo apt-get install -y " + kernelOf(release, patient)
                                    + " && sudo reboot"));
        }
        if (name.equals(MachineFacts.videoCorePackage(release))) {
            return missing(Fault.VIDEO_CORE_MISSING, requirement, offered ? Step.SET_UP : Step.SET_UP_VM);
        }
        Fault fault = OF_COMPILER.contains(name)
                ? Fault.COMPILER_MISSING
                : name.startsWith("qemu-system") ? Fault.QEMU_MISSING : Fault.TOOL_MISSING;
        return missing(fault, requirement, Step.SET_UP);
    }

    /** The packages that name the current kernel of the running one's flavour, and its headers. */
    private static String kernelOf(String release, Patient patient) {
        String flavour = release.replaceFirst("^[0-9.]+(-[0-9]+)*-?", "");
        String usual =
                flavour.isEmpty() || !patient.means().packages().test("linux-image-" + flavour) ? "amd64" : flavour;
        return "linux-image-" + usual + " linux-headers-" + usual;
    }

    private static Finding missing(Fault fault, Requirement requirement, Cure cure) {
        return new Finding(fault, requirement.name() + " is missing", cure);
    }
}
