// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.process;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A place where commands run: this machine, or a guest. Safe for use by several threads. */
public interface CommandExecutor {

    /**
     * Runs the command until it ends and hands its bytes over as they come. Interruption kills the process tree.
     *
     * @return the exit status, 128 + n when a signal n ended the program
     * @throws VcamException {@link RuntimeError#PROGRAM_MISSING}, {@link RuntimeError#PROGRAM_TIMED_OUT},
     *     {@link RuntimeError#RIGHTS_MISSING}, {@link RuntimeError#GUEST_LOST}
     */
    int execute(Command command, CommandStreams streams);

    /** Runs the command and keeps what it wrote, as UTF-8; any exit status is a result. */
    default CommandResult run(Command command) {
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        int status = execute(command, CommandStreams.outputTo(stdout, stderr));
        return new CommandResult(
                status, stdout.toString(StandardCharsets.UTF_8), stderr.toString(StandardCharsets.UTF_8));
    }

    /**
     * Runs the command and returns what it wrote to standard output.
     *
     * @throws VcamException {@link RuntimeError#PROGRAM_FAILED} with the last lines of its errors, besides those of
     *     {@link #execute}
     */
    default String call(Command command) {
        CommandResult result = run(command);
        if (!result.succeeded()) {
            throw new VcamException(RuntimeError.PROGRAM_FAILED, failure(command, result));
        }
        return result.stdout();
    }

    private static String failure(Command command, CommandResult result) {
        String said = result.stderr().isBlank() ? result.stdout() : result.stderr();
        String tail = String.join("\n", LastLines.of(said.strip().lines().toList()));
        return "running `" + command + "`: exit status " + result.exitStatus() + (tail.isEmpty() ? "" : ": " + tail);
    }
}
