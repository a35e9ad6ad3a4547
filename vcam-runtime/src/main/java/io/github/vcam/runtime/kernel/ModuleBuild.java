// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.file.DiskFull;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.runtime.process.LastLines;
import io.github.vcam.runtime.process.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the module out of tree by the kernel's own build system; does nothing when nothing changed. */
public final class ModuleBuild {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleBuild.class);
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final int LINES_SHOWN = 20;

    private final CommandExecutor executor;
    private final Path buildRoot;
    private final Predicate<String> present;

    /**
     * A build on this machine.
     *
     * @param buildRoot gets one directory per kernel release
     */
    public ModuleBuild(CommandExecutor executor, Path buildRoot) {
        this(executor, buildRoot, program -> Programs.find(program).isPresent());
    }

    /** A build that is told which programs there are. */
    ModuleBuild(CommandExecutor executor, Path buildRoot, Predicate<String> present) {
        this.executor = executor;
        this.buildRoot = buildRoot;
        this.present = present;
    }

    /** Builds when needed and returns the module's file. */
    public Path build(ModuleSource source, KernelTree tree) {
        Path directory = buildRoot.resolve(tree.release());
        Path module = directory.resolve(ModuleNames.NAME + ".ko");
        Path stamp = directory.resolve("stamp");
        try {
            String digest = SourceCopy.update(source.code(), directory) + " "
                    + tree.path().toRealPath();
            if (Files.exists(module)
                    && Files.exists(stamp)
                    && Files.readString(stamp).equals(digest)) {
                LOG.info("{} is up to date", module);
                return module;
            }
            Files.deleteIfExists(stamp);
            run(line(tree, directory), tree, directory);
            strip(module, tree, directory);
            Files.writeString(stamp, digest);
        } catch (IOException e) {
            throw written(directory, e);
        }
        LOG.info("built {} for kernel {}", module, tree.release());
        return module;
    }

    /** As DKMS does: a thirtieth is left, and a guest need not read the rest. Whoever debugs calls the kernel's make. */
    private void strip(Path module, KernelTree tree, Path directory) {
        if (present.test("strip")) {
            run(List.of("strip", "--strip-debug", module.toString()), tree, directory);
        }
    }

    private void run(List<String> line, KernelTree tree, Path directory) {
        CommandResult result = executor.run(Command.of(line).within(LIMIT));
        String said = result.stdout() + result.stderr();
        if (DiskFull.isReasonIn(said)) {
            throw new VcamException(
                    RuntimeError.DISK_FULL, "building the kernel module in " + directory + ": the disk is full");
        }
        if (!result.succeeded()) {
            throw new VcamException(
                    RuntimeError.MODULE_BUILD_FAILED,
                    "building the kernel module for " + tree.release() + " in " + directory + ":\n" + failure(said));
        }
        said.lines().filter(ModuleBuild::isWarning).forEach(LOG::warn);
    }

    private List<String> line(KernelTree tree, Path directory) {
        if (!present.test("make")) {
            throw missing("make", "make");
        }
        String wanted = tree.compiler().orElse("gcc");
        List<String> line = new ArrayList<>(List.of("make", "-C", tree.path().toString(), "M=" + directory));
        if (!present.test(wanted)) {
            if (!wanted.startsWith("gcc") || !present.test("gcc")) {
                throw missing(wanted, wanted);
            }
            line.add("CC=gcc");
        } else if (wanted.startsWith("gcc-")) {
            line.add("CC=" + wanted); // Debian's headers know that themselves, Ubuntu's take any gcc
        }
        line.add("-j" + Runtime.getRuntime().availableProcessors());
        line.add("modules");
        return line;
    }

    /** The compiler's own lines when there are some, else the last ones. */
    static String failure(String said) {
        List<String> lines = said.lines().toList();
        List<String> errors = lines.stream()
                .filter(line -> line.matches(".*(\\berror\\b|ERROR).*") && !line.startsWith("make"))
                .limit(LINES_SHOWN)
                .toList();
        return String.join("\n", errors.isEmpty() ? LastLines.of(lines, LINES_SHOWN) : errors);
    }

    /** Whether a line is worth a reader's time; that Debian's compiler is newer than the kernel's own is not. */
    static boolean isWarning(String line) {
        return line.contains("warning:") && !line.contains("the compiler differs") && !line.contains("BTF generation");
    }

    private static VcamException missing(String program, String debianPackage) {
        return new VcamException(
                RuntimeError.COMPILER_MISSING,
                "building the kernel module: there is no " + program + " here, which the package " + debianPackage
                        + " has");
    }

    private static RuntimeException written(Path directory, IOException e) {
        if (DiskFull.isReasonOf(e)) {
            return new VcamException(RuntimeError.DISK_FULL, "writing to " + directory + ": the disk is full", e);
        }
        return new UncheckedIOException("building the kernel module in " + directory, e);
    }
}
