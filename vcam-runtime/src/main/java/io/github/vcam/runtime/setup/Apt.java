// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.setup;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.runtime.process.LastLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Installs Debian packages on this machine. */
public final class Apt {
    private static final Logger LOG = LoggerFactory.getLogger(Apt.class);
    private static final Duration LISTS_AGE = Duration.ofDays(1);
    private static final Duration UPDATE = Duration.ofMinutes(5);
    private static final Duration INSTALL = Duration.ofMinutes(20);
    /** Somebody else may be installing, unattended upgrades for instance: wait for them. */
    private static final String WAIT_FOR_OTHERS = "DPkg::Lock::Timeout=240";

    private final CommandExecutor executor;
    private final PackageLists lists;
    private final Path directory;
    private boolean updated;

    /**
     * The apt of this machine.
     *
     * @param directory where it keeps its lists
     */
    public Apt(CommandExecutor executor, Path directory) {
        this.executor = executor;
        this.lists = new PackageLists(executor, directory);
        this.directory = directory;
    }

    /** Installs what is missing of the packages that these want; says what it will install before it does. */
    public void install(List<Requirement> wanted) {
        update(wanted);
        List<String> packages = names(wanted);
        AptPlan plan = plan(packages, wanted);
        if (plan.nothingToDo()) {
            return;
        }
        LOG.info("installing by apt: {}", String.join(" ", plan.packages()));
        List<String> packagesNow = names(wanted);
        CommandResult result = asRoot(line("install", packagesNow), INSTALL, packagesNow);
        if (!result.succeeded()) {
            throw failed(packagesNow, last(result), null);
        }
    }

    /** The names that they have here. */
    private List<String> names(List<Requirement> wanted) {
        return wanted.stream()
                .map(requirement -> lists.choose(requirement.packages()))
                .distinct()
                .toList();
    }

    private AptPlan plan(List<String> packages, List<Requirement> wanted) {
        CommandResult simulated = simulate(packages);
        if (!simulated.succeeded() && !updated) {
            refresh(packages);
            simulated = simulate(names(wanted));
        }
        if (!simulated.succeeded()) {
            throw failed(packages, last(simulated), null);
        }
        return AptPlan.parse(simulated.stdout());
    }

    private CommandResult simulate(List<String> packages) {
        List<String> line = line("install", packages);
        line.add(1, "--simulate");
        return executor.run(Command.of(line));
    }

    /** Makes sure that apt knows which packages there are. */
    public void update() {
        update(List.of());
    }

    private void update(List<Requirement> wanted) {
        if (stale(Instant.now())) {
            refresh(names(wanted));
        }
    }

    private void refresh(List<String> packages) {
        LOG.info("updating apt's lists of packages");
        CommandResult result = asRoot(line("update", List.of()), UPDATE, packages);
        updated = true;
        if (!result.succeeded()) {
            LOG.warn("apt-get update: {}", last(result));
        }
    }

    /** Whether the lists of packages are missing or old. */
    boolean stale(Instant now) {
        try {
            return !lists.fetched()
                    || Files.getLastModifiedTime(directory)
                            .toInstant()
                            .plus(LISTS_AGE)
                            .isBefore(now);
        } catch (IOException e) {
            return true;
        }
    }

    private CommandResult asRoot(List<String> line, Duration limit, List<String> packages) {
        Command command = Command.of(line)
                .with("DEBIAN_FRONTEND", "noninteractive")
                .within(limit)
                .asRoot();
        try {
            return executor.run(command);
        } catch (VcamException e) {
            if (e.code() == RuntimeError.RIGHTS_MISSING) {
                throw failed(packages, "root's rights are missing", e);
            }
            throw e;
        }
    }

    private static List<String> line(String verb, List<String> packages) {
        List<String> line = new ArrayList<>(List.of("apt-get", verb, "-o", WAIT_FOR_OTHERS));
        if (verb.equals("install")) {
            line.addAll(List.of("-y", "--no-install-recommends"));
        }
        line.addAll(packages);
        return line;
    }

    private static String last(CommandResult result) {
        List<String> lines = (result.stderr().isBlank() ? result.stdout() : result.stderr())
                .strip()
                .lines()
                .toList();
        return String.join("\n", LastLines.of(lines, 5));
    }

    private static VcamException failed(
            List<String> packages, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        String list = String.join(" ", packages);
        return new VcamException(
                RuntimeError.PACKAGES_NOT_INSTALLED, "installing the packages " + list + ": " + why, cause);
    }
}
