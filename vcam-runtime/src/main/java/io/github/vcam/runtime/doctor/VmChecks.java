// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.doctor;

import io.github.vcam.runtime.doctor.Cure.Shell;
import io.github.vcam.runtime.doctor.Cure.Step;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.vm.OrphanedVm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a micro-VM can run. */
final class VmChecks {
    private static final Path KVM = Path.of("/dev/kvm");

    private VmChecks() {}

    static List<Finding> of(Patient patient) {
        List<Finding> findings = new ArrayList<>();
        if (!patient.onHost()) {
            if (!patient.means().guestKernel().getAsBoolean()) {
                findings.add(new Finding(
                        Fault.GUEST_KERNEL_MISSING,
                        "there is no kernel for the micro-VM in "
                                + patient.paths().cache() + ", nor one in /boot that may"
                                + " be read and has its headers",
                        Step.SET_UP));
            }
            kvm(patient).ifPresent(findings::add);
        }
        OrphanedVm.in(patient.at(patient.paths().state()))
                .ifPresent(pid -> findings.add(new Finding(
                        Fault.VM_LEFT,
                        "QEMU (pid " + pid + ") of " + patient.paths().state() + " runs, and no note of it is there",
                        Step.STOP_VM)));
        return findings;
    }

    private static Optional<Finding> kvm(Patient patient) {
        User user = patient.user();
        Optional<Owner> owner = patient.owner(KVM);
        if (owner.isEmpty() || owner.get().opensTo(user)) {
            return Optional.empty();
        }
        int group = owner.get().group();
        String name = user.groupName(group);
        if (user.isListedIn(group) && owner.get().opensToItsGroup()) {
            return Optional.of(new Finding(
                    Fault.LOGIN_TOO_OLD,
                    user.name().orElseThrow() + " was put into the group " + name + " after this login",
                    Shell.byHand("newgrp " + name)));
        }
        boolean byGroup =
                owner.get().opensToItsGroup() && group != 0 && user.name().isPresent();
        return Optional.of(new Finding(
                Fault.KVM_FORBIDDEN,
                KVM + " is there, and " + user.name().orElse("user " + user.number()) + " may not use it",
                byGroup
                        ? Cure.joinGroup(name, user.name().get())
                        : Shell.asRoot(Command.of("chmod", "666", KVM.toString()))));
    }
}
