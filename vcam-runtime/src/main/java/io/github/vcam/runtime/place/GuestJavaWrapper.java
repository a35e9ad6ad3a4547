// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.place;

import io.github.vcam.agent.Message;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandRunner;
import io.github.vcam.runtime.resource.CodeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a program named {@code java} which runs java in a micro-VM: what failsafe's {@code jvm} can point to, so that
 * its tests live beside the camera and its reports here.
 */
public final class GuestJavaWrapper {
    /** One class of each jar that the program needs. */
    private static final List<Class<?>> NEEDED =
            List.of(GuestJava.class, Message.class, VcamException.class, CommandRunner.NEEDED);

    private final Path state;

    /**
     * A wrapper.
     *
     * @param state the micro-VM's state directory
     */
    public GuestJavaWrapper(Path state) {
        this.state = state;
    }

    /** Writes it into the directory and returns its path. */
    public Path write(Path directory) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String jars =
                NEEDED.stream().map(type -> CodeSource.of(type).toString()).collect(Collectors.joining(":"));
        String line = Command.of(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        jars,
                        GuestJava.class.getName(),
                        state.toString(),
                        java.toString())
                .toString();
        Path program = directory.toAbsolutePath().resolve("java");
        try {
            Files.createDirectories(directory);
            Files.writeString(program, "#!/bin/sh\n# written by vcam\nexec " + line + " \"$@\"\n");
            program.toFile().setExecutable(true);
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + program, e);
        }
        return program;
    }
}
