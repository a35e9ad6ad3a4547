// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The libraries of this machine that programs and libraries of ours stand on.
 *
 * @param host runs ldd on this machine
 */
record SystemLibraries(CommandExecutor host) {
    private static final Duration LIMIT = Duration.ofMinutes(10); // a saver gives way to all else
    private static final Pattern FOUND = Pattern.compile("(?:=> )?(/\\S+) \\(0x[0-9a-f]+\\)");
    private static final Pattern LOADABLE = Pattern.compile(".*\\.so(\\.[0-9.]+)?");

    /** Those of these files that are not among them, by the paths under which they are looked for. */
    Set<Path> of(List<Path> files) throws IOException {
        List<String> line = new ArrayList<>(List.of("ldd"));
        files.stream()
                .filter(file -> LOADABLE.matcher(file.toString()).matches() || Files.isExecutable(file))
                .map(Path::toString)
                .forEach(line::add);
        CommandResult result =
                host.run(Command.of(line).within(LIMIT)); // fails where one of them is no program of this machine
        Set<Path> libraries = new TreeSet<>();
        Matcher matcher = FOUND.matcher(result.stdout());
        while (matcher.find()) {
            libraries.add(Path.of(matcher.group(1)));
        }
        libraries.removeAll(Set.copyOf(files));
        if (libraries.isEmpty()) {
            throw new IOException("ldd ended with status " + result.exitStatus() + ": " + result.stderr());
        }
        return libraries;
    }
}
