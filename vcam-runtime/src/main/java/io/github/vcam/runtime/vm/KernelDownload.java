// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.file.DirectoryTree;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.runtime.process.FileLocks;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Brings the current kernel of Debian, or of Ubuntu, into a directory, whole or not at all: it is unpacked beside its place and moved there
 * at the end.
 *
 * @param directory where each release has a directory of its own
 */
record KernelDownload(MachineType machine, Path directory, CommandExecutor host, Consumer<String> log) {
    private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(20);
    private static final Duration UNPACK_LIMIT = Duration.ofMinutes(5);
    private static final Pattern DEPENDS = Pattern.compile("(?m)^ [ |]?Depends: (\\S+)$");

    private static final Pattern CANDIDATE = Pattern.compile("(?m)^ *Candidate: [0-9]");

    GuestKernel fetch() {
        try {
            Files.createDirectories(directory);
            Path lockFile = directory.resolve("fetch.lock");
            try (FileLocks.Held lock = FileLocks.lock(lockFile, DOWNLOAD_LIMIT)
                    .orElseThrow(() -> missing("another process holds " + lockFile, null))) {
                String release = currentRelease();
                GuestKernel kernel = new GuestKernel(release, directory.resolve(release));
                if (!lock.isOpen() || !kernel.isComplete()) {
                    bring(kernel);
                }
                return kernel;
            }
        } catch (IOException e) {
            throw missing(String.valueOf(e), e);
        }
    }

    private String currentRelease() {
        return machine.kernelPackages().stream()
                .flatMap(metaPackage -> releases(metaPackage).stream().limit(1))
                .findFirst()
                .orElseThrow(() -> missing(
                        "this machine's lists of packages have no kernel behind "
                                + String.join(" or ", machine.kernelPackages()),
                        null));
    }

    /** The kernels behind a package that names the current one, the newest first. */
    private List<String> releases(String metaPackage) {
        return dependencies(metaPackage).stream()
                .map(name -> name.replaceFirst("^linux-image-(unsigned-)?", ""))
                .filter(name -> name.matches("[0-9].*"))
                .sorted(Comparator.comparing(Function.<String>identity(), GuestKernel::compareReleases)
                        .reversed())
                .toList();
    }

    private void bring(GuestKernel kernel) throws IOException {
        removeHalves();
        Path half = Files.createTempDirectory(directory, ".half-");
        Path packages = Files.createDirectory(half.resolve("packages"));
        Path root = Files.createDirectory(half.resolve("root"));
        Set<String> names = packagesOf(kernel.release());
        log.accept("fetching " + String.join(", ", names));
        List<String> download = new ArrayList<>(List.of("apt-get", "-q", "-o", "APT::Sandbox::User=root", "download"));
        download.addAll(names);
        run(Command.of(download).in(packages.toString()).within(DOWNLOAD_LIMIT));
        log.accept("unpacking kernel " + kernel.release() + " into " + kernel.root());
        try (DirectoryStream<Path> files = Files.newDirectoryStream(packages, "*.deb")) {
            for (Path file : files) {
                run(Command.of("dpkg-deb", "-x", file.toString(), root.toString())
                        .within(UNPACK_LIMIT));
            }
        }
        settle(root, kernel);
        replace(kernel.root(), root);
        DirectoryTree.delete(half);
        if (!kernel.isComplete()) {
            throw missing("the packages " + names + " hold no image, modules and headers", null);
        }
    }

    /** The image with its modules, which Ubuntu has in packages of their own, and the headers with all that they need. */
    private Set<String> packagesOf(String release) {
        Set<String> names = new LinkedHashSet<>();
        String image = "linux-image-" + release;
        names.add(image);
        dependencies(image).stream()
                .filter(name -> name.startsWith("linux-modules-") && name.endsWith(release))
                .forEach(names::add);
        String further = "linux-modules-extra-" + release;
        if (isListed(further)) {
            names.add(further);
        }
        String headers = "linux-headers-" + release;
        names.add(headers);
        dependencies(headers).stream()
                .filter(name -> name.matches(GuestFacts.EVERY.get("headers") + ".*"))
                .forEach(names::add);
        return names;
    }

    /** What a package needs; nothing where the lists do not know it. */
    private List<String> dependencies(String packageName) {
        Command question = Command.of("apt-cache", "depends", "--no-recommends", "--no-suggests", packageName);
        if (!isListed(packageName)) {
            return List.of();
        }
        return DEPENDS.matcher(run(question))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private boolean isListed(String packageName) {
        return CANDIDATE
                .matcher(run(Command.of("apt-cache", "policy", packageName)))
                .find();
    }

    /** Makes the packages' paths right for the place where they will be. */
    private void settle(Path root, GuestKernel kernel) throws IOException {
        String there = kernel.root() + "/usr/src/";
        try (DirectoryStream<Path> headers = Files.newDirectoryStream(root.resolve("usr/src"), "linux-headers-*")) {
            for (Path tree : headers) {
                Path makefile = tree.resolve("Makefile");
                String text = Files.readString(makefile);
                if (text.contains("include /usr/src/")) {
                    Files.writeString(makefile, text.replace("include /usr/src/", "include " + there));
                }
            }
        }
        unite(root);
        Path modules = root.resolve("lib/modules").resolve(kernel.release());
        link(modules.resolve("build"), Path.of(there + "linux-headers-" + kernel.release()));
        Files.deleteIfExists(modules.resolve("source"));
        run(Command.of("depmod", "-b", root.toString(), kernel.release()));
    }

    /** Newer packages have all of {@code lib} below {@code usr}, older ones none, and some releases both. */
    private static void unite(Path root) throws IOException {
        Path below = root.resolve("usr/lib/modules");
        Path modules = root.resolve("lib/modules");
        if (!Files.isDirectory(below)) {
            return;
        }
        try (Stream<Path> found = Files.walk(below)) {
            for (Path from : found.toList()) {
                Path to = modules.resolve(below.relativize(from));
                if (Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(to);
                } else {
                    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        DirectoryTree.delete(below);
    }

    private static void link(Path link, Path target) throws IOException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, target);
    }

    private void replace(Path place, Path root) throws IOException {
        if (Files.exists(place)) { // not complete, or we would not be here
            Files.move(place, Files.createTempDirectory(directory, ".half-").resolve("old"));
        }
        Files.move(root, place);
        removeHalves();
    }

    /** Under the lock, so whatever is half done belongs to a process that died, or to us. */
    private void removeHalves() throws IOException {
        try (DirectoryStream<Path> halves = Files.newDirectoryStream(directory, ".half-*")) {
            for (Path half : halves) {
                DirectoryTree.delete(half);
            }
        }
    }

    private String run(Command command) {
        CommandResult result;
        try {
            result = host.run(command);
        } catch (VcamException e) {
            throw missing(String.valueOf(e.getMessage()), e);
        }
        if (!result.succeeded()) {
            throw missing(
                    "`" + command + "` ended with status " + result.exitStatus() + ": "
                            + result.stderr().strip(),
                    null);
        }
        return result.stdout();
    }

    private VcamException missing(String reason, @org.jspecify.annotations.Nullable Exception cause) {
        return new VcamException(
                RuntimeError.GUEST_KERNEL_MISSING,
                "fetching a kernel for the guest into " + directory + ": " + reason
                        + "; this machine has to reach its archive of packages",
                cause);
    }
}
