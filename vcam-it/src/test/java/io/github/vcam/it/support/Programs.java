// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.runtime.process.CommandRunner;
import java.time.Duration;
import java.util.List;

/** Other people's programs, run to their end within a bound. */
public final class Programs {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final CommandRunner RUNNER = CommandRunner.create();

    private Programs() {}

    /** Whatever the program answers. */
    public static CommandResult run(String program, String... arguments) {
        return RUNNER.run(Command.of(program, arguments).within(LIMIT));
    }

    public static CommandResult runAsRoot(String program, String... arguments) {
        return RUNNER.run(Command.of(program, arguments).within(LIMIT).asRoot());
    }

    public static CommandResult run(Command command) {
        return RUNNER.run(command);
    }

    /** What the program wrote to standard output; it has to succeed. */
    public static String call(String program, String... arguments) {
        return RUNNER.call(Command.of(program, arguments).within(LIMIT));
    }

    /** As {@link #call(String, String...)}, with a limit of its own. */
    public static String call(Duration limit, List<String> words) {
        return RUNNER.call(Command.of(words).within(limit));
    }

    public static String callAsRoot(String program, String... arguments) {
        return RUNNER.call(Command.of(program, arguments).within(LIMIT).asRoot());
    }
}
