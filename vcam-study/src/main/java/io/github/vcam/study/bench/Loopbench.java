// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.runtime.process.Programs;
import io.github.vcam.runtime.resource.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program that moves the frames: C, so that what it adds itself is small and the same for every method. */
final class Loopbench {
    static final List<String> SOURCES = List.of(
            "clock.c",
            "consumer.c",
            "device.c",
            "loopbench.c",
            "loopbench.h",
            "memory.c",
            "producer.c",
            "report.c",
            "stamp.c");

    private Loopbench() {}

    /**
     * Compiles it on this machine.
     *
     * @param directory gets the sources and the program
     * @return the program
     */
    static Path compile(CommandExecutor here, Path directory) {
        Path program = directory.resolve("bin/loopbench");
        if (Programs.find("gcc").isEmpty()) {
            throw missing("there is no gcc here");
        }
        List<String> line = new ArrayList<>(List.of("gcc", "-O2", "-pthread", "-o", program.toString()));
        try {
            Files.createDirectories(program.getParent());
            for (String source : SOURCES) {
                Path file = new Resource(Loopbench.class, "loopbench/" + source).copyInto(directory);
                if (source.endsWith(".c")) {
                    line.add(file.toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("unpacking loopbench into " + directory, e);
        }
        CommandResult result = here.run(Command.of(line));
        if (result.stderr().contains("No such file or directory")) {
            throw missing("there are no headers of the C library here");
        }
        if (!result.succeeded()) {
            throw new VcamException(
                    RuntimeError.PROGRAM_FAILED,
                    "compiling loopbench in " + directory + ": "
                            + result.stderr().strip());
        }
        return program;
    }

    private static VcamException missing(String what) {
        return new VcamException(
                RuntimeError.COMPILER_MISSING,
                "compiling loopbench, which moves the frames: " + what + "; the packages gcc and libc6-dev have it");
    }
}
