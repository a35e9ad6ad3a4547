// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.place;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.StandardStreams;
import io.github.vcam.runtime.vm.GuestConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * Runs a program in a micro-VM that is up as if it ran here: working directory, streams and exit status are its own.
 * Arguments: the micro-VM's state directory, the program, the program's arguments.
 */
public final class GuestJava {
    private static final Duration NO_LIMIT = Duration.ofDays(365);
    private static final int FAILED = 255;

    private GuestJava() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        Command command = Command.of(Arrays.asList(arguments).subList(1, arguments.length))
                .in(Path.of("").toAbsolutePath().toString())
                .within(NO_LIMIT);
        try {
            return GuestConnection.to(Path.of(arguments[0])).execute(command, StandardStreams.inherited());
        } catch (VcamException e) {
            System.err.println(e.getMessage());
            return FAILED;
        }
    }
}
