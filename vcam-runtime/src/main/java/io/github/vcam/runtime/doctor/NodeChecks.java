// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.doctor;

import io.github.vcam.runtime.doctor.Cure.Shell;
import io.github.vcam.runtime.doctor.Cure.Step;
import io.github.vcam.runtime.kernel.ModuleParameters;
import io.github.vcam.runtime.kernel.ModuleState;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.v4l2.OwnedDevice.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may open the devices, who has them open, and whether browsers see them. */
final class NodeChecks {
    private static final String CONTROL = "/dev/v4l2loopback";
    private static final String GROUP = "video";

    private NodeChecks() {}

    static List<Finding> of(Patient patient) {
        List<Finding> findings = new ArrayList<>();
        if (patient.onHost()) {
            for (ModuleState.Device device : patient.module().devices()) {
                closed(device.node(), Fault.NODE_CLOSED, patient).ifPresent(findings::add);
            }
            control(patient).ifPresent(findings::add);
            patient.module().moduleHolders().stream()
                    .flatMap(holder -> stopped(holder, patient).stream())
                    .distinct()
                    .forEach(findings::add);
        }
        joined(patient).ifPresent(findings::add);
        return findings;
    }

    private static Optional<Finding> closed(String node, Fault fault, Patient patient) {
        User user = patient.user();
        Optional<Owner> owner = patient.owner(Path.of(node));
        if (owner.isEmpty() || owner.get().opensTo(user)) {
            return Optional.empty();
        }
        int group = owner.get().group();
        String mine = user.groupName(group);
        if (!owner.get().opensToItsGroup() || group == 0 || user.name().isEmpty()) {
            return Optional.of(new Finding(
                    fault,
                    node + " has group " + mine + " and mode "
                            + Integer.toOctalString(owner.get().mode()),
                    user.name().isPresent() && user.hasGroup(GROUP)
                            ? Shell.asRoot(Command.of("chgrp", GROUP, node), Command.of("chmod", "660", node))
                            : Shell.asRoot(Command.of("chmod", "666", node))));
        }
        if (user.isListedIn(group)) {
            return Optional.of(new Finding(
                    Fault.LOGIN_TOO_OLD,
                    user.name().get() + " was put into the group " + mine + " after this login",
                    Shell.byHand("newgrp " + mine)));
        }
        return Optional.of(new Finding(
                Fault.USER_OUTSIDE_GROUP,
                user.name().get() + " is not in the group " + mine + ", whose " + node + " is",
                Cure.joinGroup(mine, user.name().get())));
    }

    /** With the parameter control_gid the module itself looks who opens the control node, and all may try. */
    private static Optional<Finding> control(Patient patient) {
        String given = patient.module()
                .loaded()
                .map(ModuleState.Loaded::parameters)
                .orElse(Map.of())
                .getOrDefault("control_gid", "-1");
        Optional<Owner> owner = patient.owner(Path.of(CONTROL));
        if (owner.isEmpty() || patient.user().number() == 0) {
            return Optional.empty();
        }
        if (!given.matches("[0-9]{1,9}")) {
            return closed(CONTROL, Fault.CONTROL_CLOSED, patient);
        }
        if (!owner.get().opensTo(patient.user())) {
            return Optional.of(new Finding(
                    Fault.CONTROL_CLOSED,
                    CONTROL + " has mode " + Integer.toOctalString(owner.get().mode())
                            + ", though the module itself looks who opens it (control_gid=" + given + ")",
                    Shell.asRoot(Command.of("chmod", "666", CONTROL))));
        }
        int group = Integer.parseInt(given);
        User user = patient.user();
        return user.groups().contains(group) || user.name().isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        Fault.USER_OUTSIDE_GROUP,
                        user.name().get() + " is not in the group " + user.groupName(group)
                                + ", whose members may add cameras of their own",
                        Cure.joinGroup(user.groupName(group), user.name().get())));
    }

    private static Optional<Finding> stopped(ModuleState.Holder holder, Patient patient) {
        try {
            String stat = Files.readString(patient.at("/proc/" + holder.pid() + "/stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'T'
                    ? Optional.of(new Finding(
                            Fault.HOLDER_STOPPED,
                            holder + " has " + holder.node() + " open and is stopped",
                            Shell.byHand("kill -CONT " + holder.pid())))
                    : Optional.empty();
        } catch (IOException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** Only of cameras that were made when vcam loaded the module: what others have, its note does not tell. */
    private static Optional<Finding> joined(Patient patient) {
        Optional<ModuleParameters> parameters = patient.module()
                .loaded()
                .map(ModuleState.Loaded::with)
                .filter(note -> !note.isBlank())
                .map(ModuleParameters::of);
        List<String> nodes = patient.module().devices().stream()
                .filter(device -> parameters
                        .flatMap(loaded -> loaded.form(device.number()))
                        .filter(form -> form == Form.JOINED)
                        .isPresent())
                .map(ModuleState.Device::node)
                .toList();
        return nodes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        Fault.FORM_JOINED,
                        String.join(", ", nodes) + (nodes.size() == 1 ? " is a joined node" : " are joined nodes"),
                        Step.LOAD_CAMERA));
    }
}
