// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.doctor;

import io.github.vcam.runtime.kernel.ModuleControl;
import io.github.vcam.runtime.process.Command;
import java.util.List;
import java.util.stream.Collectors;

/** The one thing that mends a fault. */
public sealed interface Cure {

    /** Whether it can be done for the user; what is theirs to decide, or another program's, cannot. */
    boolean automatic();

    /** Something that vcam does itself; whoever talks to people knows the words for it. */
    enum Step implements Cure {
        /** Installs what the place lacks. */
        SET_UP(true),
        /** Installs what a micro-VM lacks, for this place can be none: the user has to choose that one. */
        SET_UP_VM(false),
        /** Installs the module, and its rule. */
        INSTALL(true),
        /** Installs the module and loads it anew. */
        RELOAD(true),
        /** Loads the module anew, its cameras in the form that browsers take. */
        LOAD_CAMERA(false),
        /** Ends the micro-VM. */
        STOP_VM(true),
        /** Removes the saved micro-VMs. */
        FORGET_SAVED(true),
        /** Ends what is left of a build's cameras. */
        STOP_CAMERAS(true);

        private final boolean automatic;

        Step(boolean automatic) {
            this.automatic = automatic;
        }

        @Override
        public boolean automatic() {
            return automatic;
        }
    }

    /**
     * A command for a shell.
     *
     * @param line as a person types it
     * @param commands what does the same on this machine; none when it is not to be done for the user
     */
    record Shell(String line, List<Command> commands) implements Cure {
        public Shell {
            commands = List.copyOf(commands);
        }

        /** For the user to run. */
        static Shell byHand(String line) {
            return new Shell(line, List.of());
        }

        /** As root; a person may also have them run. */
        static Shell asRoot(Command... commands) {
            List<Command> all = List.of(commands);
            return new Shell(
                    all.stream().map(command -> "sudo " + command).collect(Collectors.joining(" && ")),
                    all.stream().map(Command::asRoot).toList());
        }

        @Override
        public boolean automatic() {
            return !commands.isEmpty();
        }
    }

    /**
     * Lets a user into a group; a login has it from the next one on.
     *
     * @param user a name, or for people alone {@code $USER}
     */
    static Shell joinGroup(String group, String user) {
        return new Shell(
                "sudo usermod -aG " + group + " " + user,
                List.of(Command.of("usermod", "-aG", group, user).asRoot()));
    }

    /** Takes another module of the name away. */
    static Shell removeForeign() {
        return Shell.byHand(ModuleControl.REMOVAL);
    }
}
