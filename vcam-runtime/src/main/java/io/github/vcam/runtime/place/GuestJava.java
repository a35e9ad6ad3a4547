// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.place;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandRunner;
import io.github.vcam.runtime.process.StandardStreams;
import io.github.vcam.runtime.vm.GuestConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a program in a micro-VM that is up as if it ran here: working directory, streams and exit status are its own.
 * Arguments: the micro-VM's state directory, the program, the program's arguments. A program of Surefire's that does no more
 * than list the tests runs here: the list is a file of this machine.
 */
public final class GuestJava {
    private static final Duration NO_LIMIT = Duration.ofDays(365);
    private static final int FAILED = 255;

    private GuestJava() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        List<String> program = Arrays.asList(arguments).subList(1, arguments.length);
        Command command =
                Command.of(program).in(Path.of("").toAbsolutePath().toString()).within(NO_LIMIT);
        try {
            CommandExecutor where =
                    SurefireListing.is(program) ? CommandRunner.create() : GuestConnection.to(Path.of(arguments[0]));
            return where.execute(command, StandardStreams.inherited());
        } catch (VcamException e) {
            System.err.println(e.getMessage());
            return FAILED;
        }
    }
}
