// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.InvalidValueException;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.StandardStreams;
import java.time.Duration;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Runs a command by <code>sh -c</code> where the camera is; standard input and outputs pass byte for byte. */
@Mojo(name = "exec", requiresProject = false, threadSafe = true)
public final class ExecMojo extends VcamMojo {
    /** The command, for instance <code>v4l2-ctl --list-devices</code>. */
    @Parameter(property = "vcam.command")
    private @Nullable String command;

    /** Seconds after which it is ended. Default: a day. */
    @Parameter(property = "vcam.timeout", defaultValue = "86400")
    private long timeout;

    @Inject
    public ExecMojo(ModuleArtifact workshop) {
        super(workshop);
    }

    @Override
    void check() {
        if (command == null || command.isBlank()) {
            throw InvalidValueException.of("command", "there is no command; say what to run");
        }
        if (timeout < 1) {
            throw InvalidValueException.of("timeout", "the timeout is " + timeout + "; it is seconds above 0");
        }
    }

    @Override
    void run(GoalContext context) {
        Command line = Command.of("sh", "-c", String.valueOf(command)).within(Duration.ofSeconds(timeout));
        int status = context.place().executor().execute(line, StandardStreams.inherited());
        if (status != 0) {
            throw new VcamException(
                    RuntimeError.PROGRAM_FAILED,
                    "`" + command + "` on " + context.place().description() + ": exit status " + status);
        }
    }
}
