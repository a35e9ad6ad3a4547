// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.place;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * Tells a JVM in which Surefire (or Failsafe) has its provider list the tests, as it does since 3.6 before it starts several
 * forks. It ends without a test, and Surefire reads the list from a file; where that is not written there are no tests, and
 * the build is content.
 */
final class SurefireListing {
    /** Surefire's words end with a directory, the name of a dump, and two files of properties in the directory. */
    private static final int LAST_WORDS = 4;

    private static final String OUTPUT = "discoverTestsOutputFile";

    private SurefireListing() {}

    static boolean is(List<String> program) {
        int size = program.size();
        if (size < LAST_WORDS) {
            return false;
        }
        Path properties = Path.of(program.get(size - LAST_WORDS)).resolve(program.get(size - 2));
        if (!Files.isRegularFile(properties)) {
            return false;
        }
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(properties)) {
            read.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            return false; // no file of Surefire's
        }
        return read.containsKey(OUTPUT);
    }
}
