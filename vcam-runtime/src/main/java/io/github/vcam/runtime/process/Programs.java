// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.process;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds programs as a shell does, and in the administrator's directories too, which a user's PATH may lack. */
public final class Programs {
    private static final List<String> ADMINISTRATION = List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

    private Programs() {}

    /** The file that runs under this name on this machine. */
    public static Optional<Path> find(String program) {
        if (program.contains("/")) {
            return Optional.of(Path.of(program)).filter(Programs::executable);
        }
        List<String> directories = new ArrayList<>(List.of(System.getenv()
                .getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin")
                .split(File.pathSeparator)));
        directories.addAll(ADMINISTRATION);
        return directories.stream()
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(Programs::executable)
                .findFirst();
    }

    static List<String> resolved(Command command) {
        Path base = Path.of(command.directory().orElse(""));
        String program = command.program();
        Optional<Path> file =
                program.contains("/") ? Optional.of(base.resolve(program)).filter(Programs::executable) : find(program);
        List<String> argv = new ArrayList<>(command.argv());
        argv.set(0, file.orElseThrow(() -> missing(command)).toString());
        return argv;
    }

    private static boolean executable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private static VcamException missing(Command command) {
        return new VcamException(
                RuntimeError.PROGRAM_MISSING,
                "running `" + command + "`: there is no program " + command.program() + " here");
    }
}
