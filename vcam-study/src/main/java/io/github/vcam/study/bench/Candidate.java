// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.runtime.resource.Resource;
import io.github.vcam.study.StudyError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A build of the module that is measured.
 *
 * @param name short, for tables
 * @param origin where it came from
 * @param file the module
 */
public record Candidate(String name, String origin, Path file) {
    private static final Duration BUILD = Duration.ofMinutes(20);
    private static final String PACKAGE = "v4l2loopback-dkms";

    /** Two nodes; the second one's buffers are the memory for dma-bufs. */
    String parameters(Scenario scenario) {
        return "devices=2 video_nr=@N,@M max_buffers=" + scenario.buffers() + " max_width=" + scenario.width()
                + " max_height=" + scenario.height();
    }

    BenchResult.Module described() {
        return new BenchResult.Module(
                name, origin, "video_nr, max_buffers, max_width and max_height as each row needs");
    }

    /** The project's own. */
    public static Candidate ours(Path module) {
        return new Candidate("ours", "this project's", module);
    }

    /**
     * Another one.
     *
     * @param wish the path of a module's file, or Debian's package as apt writes it: {@code v4l2loopback-dkms/sid}
     * @param release of the kernel it is for
     * @param headers of that kernel
     * @param directory for what has to be unpacked
     */
    public static Candidate of(String wish, String release, Path headers, CommandExecutor here, Path directory) {
        return wish.equals(PACKAGE) || wish.startsWith(PACKAGE + "/")
                ? packaged(wish, headers, here, directory)
                : file(wish, release, here);
    }

    private static Candidate file(String wish, String release, CommandExecutor here) {
        Path file;
        try {
            file = Path.of(wish).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw unknown(wish, "no file can be called so: " + e.getReason());
        }
        if (!wish.endsWith(".ko") || !Files.isRegularFile(file)) {
            throw unknown(wish, "that is neither a module's file (*.ko) nor " + PACKAGE + "/<suite>");
        }
        CommandResult magic = here.run(Command.of("modinfo", "-F", "vermagic", file.toString()));
        if (!magic.succeeded()) {
            throw unknown(wish, magic.stderr().strip());
        }
        String builtFor = magic.stdout().strip().replaceFirst(" .*", "");
        if (!builtFor.equals(release)) {
            throw unknown(wish, "it is for kernel " + builtFor + ", the camera lives on " + release);
        }
        String version = version(here, file);
        return new Candidate(version.isEmpty() ? "other" : version, file.toString(), file);
    }

    /** Debian's, unpacked and built unopened by the script that fetches it for other purposes, too. */
    private static Candidate packaged(String wish, Path headers, CommandExecutor here, Path directory) {
        String suite = wish.equals(PACKAGE) ? ownSuite() : wish.substring(PACKAGE.length() + 1);
        if (!suite.matches("[a-z][a-z0-9-]*")) {
            throw unknown(wish, "'" + suite + "' is not a suite of Debian");
        }
        Path script;
        try {
            new Resource(Candidate.class, "scripts/lib/aptroot.sh").copyInto(directory);
            script = new Resource(Candidate.class, "scripts/fetch-peer.sh").copyInto(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("unpacking scripts into " + directory, e);
        }
        CommandResult result = here.run(
                Command.of("bash", script.toString(), suite, headers.toString()).within(BUILD));
        if (!result.succeeded()) {
            throw unknown(wish, result.stderr().strip());
        }
        Path file = Path.of(result.stdout().strip());
        String version = version(here, file);
        return new Candidate(version, "Debian's " + PACKAGE + " of " + suite, file);
    }

    private static String version(CommandExecutor here, Path module) {
        return here.run(Command.of("modinfo", "-F", "version", module.toString()))
                .stdout()
                .strip();
    }

    private static String ownSuite() {
        try {
            return Files.readAllLines(Path.of("/etc/os-release")).stream()
                    .filter(line -> line.startsWith("VERSION_CODENAME="))
                    .map(line -> line.substring(line.indexOf('=') + 1))
                    .findFirst()
                    .orElse("stable");
        } catch (IOException e) {
            return "stable";
        }
    }

    private static VcamException unknown(String wish, String why) {
        return new VcamException(StudyError.BENCH_MODULE_UNKNOWN, "taking '" + wish + "' to measure: " + why);
    }

    /** Distinct names, for two builds of one version. */
    public static List<Candidate> named(List<Candidate> candidates) {
        return candidates.stream()
                .map(candidate -> {
                    int before = (int) candidates.subList(0, candidates.indexOf(candidate)).stream()
                            .filter(other -> other.name().equals(candidate.name()))
                            .count();
                    return before == 0
                            ? candidate
                            : new Candidate(
                                    candidate.name() + "-" + (before + 1), candidate.origin(), candidate.file());
                })
                .toList();
    }
}
