// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.target;

import io.github.vcam.error.ErrorCode;
import io.github.vcam.error.VcamException;
import io.github.vcam.maven.process.Command;
import io.github.vcam.maven.process.CommandExecutor;
import io.github.vcam.maven.process.CommandStreams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The place where the camera lives. What a goal does is the same in all of them. */
public interface Target extends AutoCloseable {

    /** What it is, for a line of the log: "this machine", "the micro-VM". */
    String description();

    /** The kernel that runs there, known without starting anything. */
    String kernelRelease();

    /** Where its kernel's build tree lies on this machine, if that is not one of the usual places. */
    Optional<Path> kernelTree();

    /**
     * Whether commands can run there at once; if not, {@link #executor()} starts it. A place that does not run holds
     * nothing: no installed module, no camera.
     */
    boolean running();

    /** Runs commands there; starts the place when it does not run yet. */
    CommandExecutor executor();

    /** The java program to use there. */
    String java();

    /**
     * Makes modprobe's index of modules there anew.
     *
     * @param added the file, on this machine, of the module that was put among the updates there; empty when none is
     */
    void indexModules(Optional<Path> added);

    /**
     * The path under which the place sees a file of this machine. A file that it cannot see is handed over first.
     *
     * @param file absolute
     */
    String visible(Path file);

    /** Takes back what was handed over; the place goes on. */
    @Override
    void close();

    /** Writes a file there, as root, whole or not at all. */
    default void put(byte[] content, String path, String mode) {
        String script =
                "mkdir -p \"$(dirname \"$1\")\" && cat > \"$1.new\" && chmod \"$2\" \"$1.new\" && mv \"$1.new\" \"$1\"";
        Command command = Command.of("sh", "-c", script, "put", path, mode).asRoot();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status = executor()
                .execute(
                        command,
                        new CommandStreams(new ByteArrayInputStream(content), OutputStream.nullOutputStream(), said));
        if (status != 0) {
            String message = said.toString(StandardCharsets.UTF_8).strip();
            ErrorCode code = message.contains("No space left") ? ErrorCode.DISK_FULL : ErrorCode.PROGRAM_FAILED;
            throw new VcamException(code, "writing " + path + " on " + description() + ": " + message);
        }
    }
}
