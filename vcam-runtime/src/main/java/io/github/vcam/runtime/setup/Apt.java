// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.setup;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.runtime.process.LastLines;
import io.github.vcam.runtime.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
    private final Path lists;
    private boolean updated;

    public Apt(CommandExecutor executor, Path lists) {
        this.executor = executor;
        this.lists = lists;
    }

    /** Installs what is missing of the packages; says what it will install before it does. */
    public void install(List<String> packages) {
        if (Programs.find("apt-get").isEmpty()) {
            throw failed(packages, "there is no apt-get on this machine, install their like by its own means", null);
        }
        update(packages);
        AptPlan plan = plan(packages);
        if (plan.nothingToDo()) {
            return;
        }
        LOG.info("installing by apt: {}", String.join(" ", plan.packages()));
        CommandResult result = asRoot(line("install", packages), INSTALL, packages);
        if (!result.succeeded()) {
            throw failed(packages, last(result), null);
        }
    }

    private AptPlan plan(List<String> packages) {
        CommandResult simulated = simulate(packages);
        if (!simulated.succeeded() && !updated) {
            refresh(packages);
            simulated = simulate(packages);
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

    private void update(List<String> packages) {
        if (stale(Instant.now())) {
            refresh(packages);
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
        try (Stream<Path> files = Files.list(lists)) {
            List<Path> found =
                    files.filter(file -> file.toString().contains("_Packages")).toList();
            if (found.isEmpty()) {
                return true;
            }
            return Files.getLastModifiedTime(lists).toInstant().plus(LISTS_AGE).isBefore(now);
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
