// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How this build talks to people; chosen once.
 *
 * @param personPresent somebody is at a terminal and the build may ask
 * @param rich the terminal can redraw a line
 */
public record Console(boolean personPresent, boolean rich) {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);

    /**
     * Looks at the terminal.
     *
     * @param interactive whether Maven runs without {@code -B}
     */
    public static Console of(boolean interactive) {
        return of(interactive, terminal("0") && terminal("1"), System.getenv(), LOG.isInfoEnabled());
    }

    /** Whether a standard stream is a terminal; System.console() means less, and differs between Java releases. */
    private static boolean terminal(String descriptor) {
        try {
            String name = Path.of("/proc/self/fd", descriptor).toRealPath().toString();
            return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty") || name.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    static Console of(boolean interactive, boolean terminal, Map<String, String> environment, boolean verbose) {
        boolean person = interactive && terminal;
        boolean smart = !environment.getOrDefault("TERM", "dumb").equals("dumb") && !environment.containsKey("CI");
        return new Console(person, person && smart && verbose);
    }

    /** Shows progress the right way. */
    public Progress progress(String task, String unit) {
        return rich ? new BarProgress(task, unit) : new LineProgress(unit, LOG::info, System::nanoTime);
    }
}
