// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.process;

import io.github.vcam.runtime.resource.CodeSource;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;

/**
 * A program of ours in a JVM of its own that goes on when whoever started it ends: it has a session of its own, nothing
 * on its standard input, and writes into a file.
 *
 * @param main the program's class
 * @param aside words in front of the line, which run the rest in another way; may be none
 */
public record DetachedJava(Class<?> main, List<String> aside) {
    private static final String START = "log=$1; shift; setsid \"$@\" </dev/null >>\"$log\" 2>&1 &";

    /**
     * Starts it and returns at once.
     *
     * @param log a file that gets what it says, at its end; its directory is made
     */
    public void start(CommandExecutor host, Path log, List<String> arguments) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        List<String> line = new ArrayList<>(List.of("sh", "-c", START, "start", log.toString()));
        line.addAll(aside);
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-cp", classPath()));
        line.add(main.getName());
        line.addAll(arguments);
        host.run(Command.of(line));
    }

    /** Where the program's classes come from, whoever loaded them. */
    private String classPath() {
        Set<String> path = new LinkedHashSet<>();
        if (main.getClassLoader() instanceof URLClassLoader loader) {
            for (URL url : loader.getURLs()) {
                try {
                    path.add(Path.of(url.toURI()).toString());
                } catch (URISyntaxException e) {
                    throw new IllegalStateException(e);
                }
            }
            path.add(CodeSource.of(Logger.class).toString()); // lent by the program that this is a plugin of
        } else {
            path.add(System.getProperty("java.class.path", ""));
            path.add(System.getProperty("jdk.module.path", ""));
            path.remove("");
        }
        return String.join(File.pathSeparator, path);
    }
}
