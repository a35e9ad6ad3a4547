// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.agent.GuestAgent;
import io.github.vcam.runtime.resource.CodeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The agent's jar as the guest gets it: a copy in memory, for a build may rewrite the original. */
final class AgentJar {
    private static final LocalDateTime ANY_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private AgentJar() {}

    /** The jar that the agent's classes were loaded from; in a build that has not packaged them, their directory as one. */
    static byte[] bytes() throws IOException {
        Path origin = CodeSource.of(GuestAgent.class);
        return Files.isDirectory(origin) ? zipped(origin) : Files.readAllBytes(origin);
    }

    private static byte[] zipped(Path classes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                Stream<Path> files = Files.walk(classes)) {
            List<Path> wanted = files.filter(file -> file.toString().endsWith(".class"))
                    .sorted()
                    .toList();
            for (Path file : wanted) {
                ZipEntry entry = new ZipEntry(classes.relativize(file).toString());
                entry.setTimeLocal(ANY_TIME); // the same classes make the same jar
                zip.putNextEntry(entry);
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
