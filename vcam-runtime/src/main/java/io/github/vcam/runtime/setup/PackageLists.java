// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.setup;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What this machine's package manager knows of, Debian's or Ubuntu's. Looking changes nothing and needs no rights. */
public final class PackageLists {
    /** Where apt keeps them. */
    static final Path USUAL = Path.of("/var/lib/apt/lists");

    private static final String NO_CANDIDATE = "(none)";

    /** Packages of a kernel that come from where another package of the same kernel came from. */
    private static final Map<String, String> SIBLINGS =
            Map.of("linux-headers-", "linux-image-", "linux-modules-extra-", "linux-modules-");

    private final CommandExecutor here;
    private final Path lists;

    public PackageLists(CommandExecutor here) {
        this(here, USUAL);
    }

    PackageLists(CommandExecutor here, Path lists) {
        this.here = here;
        this.lists = lists;
    }

    /**
     * Whether a package can be had. Where no list was fetched yet, a kernel's further packages count as offered when the
     * kernel itself came as a package.
     */
    public boolean offers(String name) {
        if (!candidate(name).isEmpty()) {
            return true;
        }
        return !fetched()
                && SIBLINGS.entrySet().stream()
                        .filter(entry -> name.startsWith(entry.getKey()))
                        .anyMatch(entry -> installed(
                                entry.getValue() + name.substring(entry.getKey().length())));
    }

    /** The first of these that is offered, else the first. */
    String choose(List<String> names) {
        return names.size() == 1
                ? names.get(0)
                : names.stream()
                        .filter(name -> !candidate(name).isEmpty())
                        .findFirst()
                        .orElse(names.get(0));
    }

    /** Whether a package is installed. */
    boolean installed(String name) {
        return said(Command.of("dpkg-query", "-W", "-f=${Status}", name)).equals("install ok installed");
    }

    /** Whether there are any lists. */
    boolean fetched() {
        try (Stream<Path> files = Files.list(lists)) {
            return files.anyMatch(file -> file.toString().contains("_Packages"));
        } catch (IOException e) {
            return false;
        }
    }

    private String candidate(String name) {
        return said(Command.of("apt-cache", "policy", name))
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("Candidate:"))
                .map(line -> line.substring("Candidate:".length()).strip())
                .filter(version -> !version.equals(NO_CANDIDATE))
                .findFirst()
                .orElse("");
    }

    /** What a program answers; nothing where there is none. */
    private String said(Command command) {
        try {
            return here.run(command).stdout();
        } catch (VcamException e) {
            if (e.code() == RuntimeError.PROGRAM_MISSING) {
                return "";
            }
            throw e;
        }
    }
}
