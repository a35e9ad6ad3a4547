// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program with its arguments, as a value. Nothing is parsed by a shell.
 *
 * @param argv program and arguments, at least the program
 * @param environment variables set on top of the inherited ones
 * @param directory working directory where the program runs, or empty for the executor's own choice
 * @param timeout after this the whole process tree is killed
 * @param rights whose rights it runs with
 * @param standby how many of the first words make a program that a place may have started before, and that takes the
 *     other words then; 0: it is none
 */
public record Command(
        List<String> argv,
        Map<String, String> environment,
        Optional<String> directory,
        Duration timeout,
        Rights rights,
        int standby) {
    /** Whose rights a command runs with. */
    public enum Rights {
        /** Those of this process. */
        OWN,
        /** Root's where they are had without a question, else our own: for what only looks, and sees more as root. */
        ROOT_IF_SILENT,
        /** Root's; a person at the terminal may be asked for a password. */
        ROOT
    }

    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);

    public Command {
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    public static Command of(String program, String... arguments) {
        List<String> argv = new ArrayList<>();
        argv.add(program);
        argv.addAll(List.of(arguments));
        return of(argv);
    }

    public static Command of(List<String> argv) {
        return new Command(argv, Map.of(), Optional.empty(), DEFAULT_TIMEOUT, Rights.OWN, 0);
    }

    public Command asRoot() {
        return new Command(argv, environment, directory, timeout, Rights.ROOT, standby);
    }

    /** As root if nobody is asked for that, else as we are. */
    public Command asRootIfSilent() {
        return new Command(argv, environment, directory, timeout, Rights.ROOT_IF_SILENT, standby);
    }

    public Command within(Duration limit) {
        return new Command(argv, environment, directory, limit, rights, standby);
    }

    public Command in(String newDirectory) {
        return new Command(argv, environment, Optional.of(newDirectory), timeout, rights, standby);
    }

    /** The same, whose first words may have been started before. */
    public Command standingBy(int words) {
        return new Command(argv, environment, directory, timeout, rights, words);
    }

    public Command with(String variable, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(variable, value);
        return new Command(argv, more, directory, timeout, rights, standby);
    }

    /** Whether it cannot do without root's rights. */
    public boolean privileged() {
        return rights == Rights.ROOT;
    }

    public String program() {
        return argv.get(0);
    }

    /** The command as a person would type it, for messages. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder();
        for (String word : argv) {
            line.append(line.length() == 0 ? "" : " ").append(quoted(word));
        }
        return line.toString();
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
