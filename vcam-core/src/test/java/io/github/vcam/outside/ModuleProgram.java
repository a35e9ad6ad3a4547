// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A program of a test's that is in no module, with ours on the module path: how strangers run them. */
public final class ModuleProgram {
    private ModuleProgram() {}

    /**
     * Runs one to its end and returns what it said.
     *
     * @param main its class, in the directory of the test's own classes
     * @param modules what of this JVM's class path is the module path
     * @param roots which modules are resolved
     */
    public static String run(Class<?> main, Pattern modules, String roots, String... arguments)
            throws IOException, InterruptedException {
        List<String> path = List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
        List<String> line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        line.addAll(List.of("--module-path", joined(path, modules), "--add-modules", roots));
        line.addAll(List.of("-cp", testClasses(path), main.getName()));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String joined(List<String> path, Pattern modules) {
        return path.stream()
                .filter(part -> modules.matcher(part).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The first, for those of other modules may follow. */
    private static String testClasses(List<String> path) {
        return path.stream()
                .filter(part -> part.endsWith("/test-classes"))
                .findFirst()
                .orElseThrow();
    }
}
