// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.place;

import io.github.vcam.error.ErrorId;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.file.Digest;
import io.github.vcam.runtime.file.DiskFull;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.runtime.process.CommandStreams;
import io.github.vcam.runtime.vm.StandbyProgram;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The place where the camera lives. What a goal does is the same in all of them. */
public interface Machine extends AutoCloseable {

    /** What it is, for a line of the log: "this machine", "the micro-VM". */
    String description();

    /** The kernel that runs there, known without starting anything. */
    String kernelRelease();

    /** Where its kernel's build tree lies on this machine, if that is not one of the usual places. */
    Optional<Path> kernelTree();

    /**
     * Whether commands can run there at once; if not, {@link #executor()} starts it. A place that does not run has no
     * module loaded and no camera.
     */
    boolean running();

    /** Runs commands there; starts the place when it does not run yet. */
    CommandExecutor executor();

    /** The words that start a shell there; it may take programs of its own before those on the path. */
    default List<String> shell() {
        return List.of("sh");
    }

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

    /**
     * A place of the same kind to measure in, where the module can come and go; to be closed.
     *
     * @param countsInstructions whether its clock is to count instructions instead of time
     * @return empty when there is none with such a clock
     */
    Optional<Machine> bench(boolean countsInstructions);

    /** Takes back what was handed over; the place goes on, unless it was made for measuring. */
    @Override
    void close();

    /** Whether programs there reach a network. */
    default boolean hasNetwork() {
        return true;
    }

    /** Whether something may be installed there; told without starting anything. */
    default boolean mayHoldFiles() {
        return true;
    }

    /**
     * Says which program is likely to be wanted there again.
     *
     * @return whether the place lets one wait, started already
     */
    default boolean expect(StandbyProgram program) {
        return false;
    }

    /**
     * Installs a file there, as root, whole or not at all and for good: it outlives the place's restarts.
     *
     * @return whether it was not there just so already
     */
    default boolean install(byte[] content, String path) {
        CommandResult there = executor().run(Command.of("sha256sum", path).asRoot());
        if (there.succeeded() && there.stdout().startsWith(Digest.of(content))) {
            return false;
        }
        String script = "umask 022; mkdir -p \"$(dirname \"$1\")\" && cat > \"$1.$$\" && mv \"$1.$$\" \"$1\"";
        Command command = Command.of("sh", "-c", script, "put", path).asRoot();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status = executor()
                .execute(
                        command,
                        new CommandStreams(new ByteArrayInputStream(content), OutputStream.nullOutputStream(), said));
        if (status != 0) {
            String message = said.toString(StandardCharsets.UTF_8).strip();
            ErrorId code = DiskFull.isReasonIn(message) ? RuntimeError.DISK_FULL : RuntimeError.PROGRAM_FAILED;
            throw new VcamException(code, "writing " + path + " on " + description() + ": " + message);
        }
        return true;
    }

    /**
     * Takes installed files away for good.
     *
     * @return whether one of them was there
     */
    default boolean uninstall(List<String> paths) {
        String script =
                "found=1; for f; do if [ -e \"$f\" ]; then rm -f \"$f\" || exit 2; found=0; fi; done; exit $found";
        List<String> line = new ArrayList<>(List.of("sh", "-c", script, "remove"));
        line.addAll(paths);
        CommandResult result = executor().run(Command.of(line).asRoot());
        if (result.exitStatus() > 1) {
            throw new VcamException(
                    RuntimeError.PROGRAM_FAILED,
                    "removing " + String.join(", ", paths) + " on " + description() + ": "
                            + result.stderr().strip());
        }
        return result.succeeded();
    }
}
