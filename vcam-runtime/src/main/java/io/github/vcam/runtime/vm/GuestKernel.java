// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.CommandExecutor;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The kernel that the guest runs, with its modules and headers: Debian's packages unpacked into the cache, or installed
 * on this machine.
 *
 * @param release its name, as {@code uname -r} says in the guest
 * @param root what its packages' paths are below: {@code /}, or a directory of the cache
 */
public record GuestKernel(String release, Path root) {
    /** Debian packages that a micro-VM needs on this machine, beside those of {@link MachineType#debianPackage}. */
    public static final List<String> PACKAGES = GuestFacts.EVERY.words("packages");

    private static final String DIRECTORY = "kernels";
    private static final Path MACHINE = Path.of("/");

    /** All Debian packages that a micro-VM of this kind needs on this machine. */
    public static List<String> packages(MachineType machine) {
        List<String> all = new ArrayList<>();
        all.add(machine.debianPackage());
        all.addAll(PACKAGES);
        return List.copyOf(all);
    }

    /** The newest kernel that is there: in the cache, else installed on this machine. Quick, changes nothing. */
    public static Optional<GuestKernel> find(Path cache) {
        return newest(cached(cache)).or(() -> newest(installed()));
    }

    /** The kernel of one release. */
    public static Optional<GuestKernel> find(Path cache, String release) {
        return List.of(
                        new GuestKernel(release, cache.resolve(DIRECTORY).resolve(release)),
                        new GuestKernel(release, MACHINE))
                .stream()
                .filter(GuestKernel::isComplete)
                .findFirst();
    }

    /** Whether the kernel that the settings ask for is there. */
    public static boolean isThere(VmSettings settings) {
        return find(settings).isPresent();
    }

    private static Optional<GuestKernel> find(VmSettings settings) {
        Optional<String> release = settings.kernel().release();
        return release.isPresent() ? find(settings.cache(), release.get()) : find(settings.cache());
    }

    /**
     * The kernel that the settings ask for.
     *
     * @throws VcamException {@link RuntimeError#GUEST_KERNEL_MISSING}
     */
    public static GuestKernel require(VmSettings settings) {
        return find(settings)
                .orElseThrow(() -> new VcamException(
                        RuntimeError.GUEST_KERNEL_MISSING,
                        "starting the micro-VM: there is no "
                                + settings.kernel().release().orElse("") + " kernel for the guest in "
                                + settings.cache()));
    }

    /**
     * Makes sure that Debian's current kernel is in the cache: downloads and unpacks it where it is not. Needs no root
     * rights. Several processes may do it at once.
     *
     * @param cache directory of the user's
     * @param host runs apt and dpkg on this machine
     * @param log told what is done, a line at a time
     * @throws VcamException {@link RuntimeError#GUEST_KERNEL_MISSING} when Debian's archive or the disk refuses
     */
    public static GuestKernel fetch(Path cache, CommandExecutor host, Consumer<String> log) {
        return new KernelDownload(
                        MachineType.ofThisMachine(), cache.toAbsolutePath().resolve(DIRECTORY), host, log)
                .fetch();
    }

    /** The compressed image that boots. */
    public Path image() {
        return root.resolve("boot").resolve("vmlinuz-" + release);
    }

    /** {@code lib/modules/<release>}, with its dependency lists. */
    public Path modulesDirectory() {
        return root.resolve("lib/modules").resolve(release);
    }

    /** What {@code make -C} takes to build a module for it. */
    public Path headersDirectory() {
        Path unpacked = root.resolve("usr/src/linux-headers-" + release);
        return Files.isDirectory(unpacked) ? unpacked : modulesDirectory().resolve("build");
    }

    /** Whether it is unpacked in the cache, not installed on this machine. */
    boolean isCached() {
        return !root.equals(MACHINE);
    }

    boolean isComplete() {
        return Files.isReadable(image())
                && Files.isReadable(modulesDirectory().resolve("modules.dep"))
                && Files.isReadable(headersDirectory().resolve("Makefile"));
    }

    private static Optional<GuestKernel> newest(List<GuestKernel> kernels) {
        return kernels.stream()
                .filter(GuestKernel::isComplete)
                .max(Comparator.comparing(GuestKernel::release, GuestKernel::compareReleases));
    }

    private static List<GuestKernel> cached(Path cache) {
        return names(cache.resolve(DIRECTORY), "").stream()
                .map(name -> new GuestKernel(name, cache.resolve(DIRECTORY).resolve(name)))
                .toList();
    }

    private static List<GuestKernel> installed() {
        String prefix = "vmlinuz-";
        return names(MACHINE.resolve("boot"), prefix).stream()
                .map(name -> new GuestKernel(name.substring(prefix.length()), MACHINE))
                .toList();
    }

    private static List<String> names(Path directory, String prefix) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, prefix + "[0-9]*")) {
            entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
        } catch (IOException e) {
            return List.of();
        }
        return names;
    }

    /** Numbers by value, 6.1.0-9 before 6.1.0-10. */
    static int compareReleases(String left, String right) {
        return Arrays.compare(numbers(left), numbers(right));
    }

    private static long[] numbers(String release) {
        return Arrays.stream(release.split("[^0-9]+"))
                .filter(part -> !part.isEmpty() && part.length() < 18)
                .mapToLong(Long::parseLong)
                .toArray();
    }
}
