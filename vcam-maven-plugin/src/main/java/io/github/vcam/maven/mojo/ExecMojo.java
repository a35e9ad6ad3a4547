// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.InvalidValueException;
import io.github.vcam.error.VcamException;
import io.github.vcam.feed.Durations;
import io.github.vcam.runtime.Place;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandStreams;
import io.github.vcam.runtime.process.StandardStreams;
import java.io.File;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command by <code>sh -c</code> where the camera is, in the project's directory if it is seen from there; standard input and outputs
 * pass byte for byte.
 */
@Mojo(name = "exec", requiresProject = false, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven sets the parameters
public final class ExecMojo extends VcamMojo {
    private static final String DIRECTORY = "VCAM_DIRECTORY";
    /** A micro-VM does not see all of this machine's directories. */
    private static final String THERE = "cd \"$" + DIRECTORY + "\" 2>/dev/null; ";

    /** The command, for instance <code>v4l2-ctl --list-devices</code>. */
    @Parameter(property = "vcam.command")
    private @Nullable String command;

    /** After how long it is ended, for instance 1m30s. Default: a day. */
    @Parameter(property = "vcam.timeout", defaultValue = "1d")
    private String timeout;

    /** A file for the command's standard output, which gets it byte for byte. Default: Maven's. */
    @Parameter(property = "vcam.output")
    private @Nullable File output;

    @Override
    boolean usesCameras() {
        return false;
    }

    @Override
    Work work() {
        if (command == null || command.isBlank()) {
            throw InvalidValueException.of("command", "there is no command; say what to run");
        }
        Command line = Command.of("sh", "-c", THERE + command)
                .with(DIRECTORY, directory().toString())
                .within(Durations.parsePositive("timeout", timeout));
        return place -> execute(line, place);
    }

    private void execute(Command line, Place place) {
        CommandStreams ours = StandardStreams.inherited();
        int status;
        try (Answer answer = Answer.to(output)) {
            status = place.machine().executor().execute(line, new CommandStreams(ours.stdin(), answer, ours.stderr()));
        }
        if (status != 0) {
            throw new VcamException(
                    RuntimeError.PROGRAM_FAILED,
                    "`" + command + "` on " + place.description() + ": exit status " + status);
        }
    }
}
