// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.process;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * How root's rights are had: as we are, by sudo without a question, or by sudo that asks the person at the terminal.
 *
 * @param root whether we have them anyway
 * @param personPresent whether somebody can answer sudo
 * @param unasked whether sudo works without a question
 */
record Privileges(boolean root, boolean personPresent, BooleanSupplier unasked) {
    private static final int TIMED_OUT = 124;
    private static final int KILLED = 137;

    static Privileges ofThisProcess(boolean personPresent) {
        return new Privileges(ThisUser.uid() == 0, personPresent, Privileges::sudoIsSilent);
    }

    /** Whether root's rights can be had, as far as can be told without asking anybody. */
    boolean obtainable() {
        return root || unasked.getAsBoolean() || canAsk();
    }

    private boolean canAsk() {
        return personPresent && Programs.find("sudo").isPresent();
    }

    /** The sudo that makes it root's, with its options; none where we are root, or it does without. */
    Optional<List<String>> sudo(Command command) {
        if (root || command.rights() == Command.Rights.OWN) {
            return Optional.empty();
        }
        if (unasked.getAsBoolean()) {
            return Optional.of(List.of("sudo", "-n"));
        }
        if (!command.privileged()) {
            return Optional.empty();
        }
        if (canAsk()) {
            return Optional.of(List.of("sudo"));
        }
        throw missing(command);
    }

    /** The command line that runs {@code argv} as root; there {@code timeout} ends it, for we may not. */
    static List<String> elevated(List<String> sudo, Command command, List<String> argv) {
        List<String> line = new ArrayList<>(sudo);
        line.add("env");
        command.environment().forEach((name, value) -> line.add(name + "=" + value));
        line.add("LC_ALL=C.UTF-8");
        line.addAll(List.of("timeout", "--kill-after=2", command.timeout().toSeconds() + "s"));
        line.addAll(argv);
        return line;
    }

    static boolean timedOut(int status) {
        return status == TIMED_OUT || status == KILLED;
    }

    ProcessTree.Killer killer() {
        return (processes, forcibly) -> {
            List<String> line = new ArrayList<>(List.of("sudo", "-n", "kill", forcibly ? "-KILL" : "-TERM"));
            processes.forEach(process -> line.add(Long.toString(process.pid())));
            silently(line);
        };
    }

    private static boolean sudoIsSilent() {
        return silently(List.of("sudo", "-n", "true"));
    }

    private static boolean silently(List<String> line) {
        try {
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            return process.waitFor(10, java.util.concurrent.TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static VcamException missing(Command command) {
        StringBuilder line = new StringBuilder("sudo ");
        command.environment().forEach((name, value) -> line.append(name + "=" + value + " "));
        return new VcamException(
                RuntimeError.RIGHTS_MISSING,
                "this step needs root's rights, and sudo would have to ask for a password; run `" + line + command
                        + "` in a terminal, then try again");
    }
}
