// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whose programs: the machine's own, and Debian's newest, where scripts/fetch-tools.sh has put them. */
public enum DebianRelease {
    INSTALLED,
    NEWEST;

    private static final Path ROOT =
            Path.of(System.getProperty("user.home"), ".cache", "vcam", "tools", "sid", "root", "usr");

    /** The words that begin a command line; leaves the test out where the program is not at hand. */
    public List<String> program(String name) {
        if (this == INSTALLED) {
            return new ArrayList<>(List.of(name));
        }
        Path program = ROOT.resolve("bin").resolve(name);
        assumeTrue(Files.exists(program), "scripts/fetch-tools.sh fetches it");
        // with the libraries that it was built for
        Path libraries = ROOT.resolve("lib/x86_64-linux-gnu");
        String loader = libraries.resolve("ld-linux-x86-64.so.2").toString();
        return new ArrayList<>(List.of(loader, "--library-path", libraries.toString(), program.toString()));
    }
}
