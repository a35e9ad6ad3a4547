// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.setup;

import io.github.vcam.runtime.kernel.KernelTree;
import io.github.vcam.runtime.place.MachineFacts;
import io.github.vcam.runtime.process.Programs;
import io.github.vcam.runtime.vm.GuestKernel;
import io.github.vcam.runtime.vm.MachineType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What each place needs on a machine, with Debian's and Ubuntu's names of the packages: the one table of it. */
public final class Requirements {
    /** Packages for the micro-VM, beside QEMU's own: what each is for, and the program or file that shows it. */
    private static final Map<String, List<String>> OF_VM = Map.of(
            "seabios", List.of("QEMU's firmware (SeaBIOS)", "/usr/share/seabios/bios.bin"),
            "busybox-static", List.of("a busybox that needs no libraries", "/bin/busybox"),
            "kmod", List.of("what indexes kernel modules (depmod)", "depmod"),
            "xz-utils", List.of("xz", "xz"));

    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

    private final Path root;
    private final Predicate<String> programs;

    /** Of this machine. */
    public Requirements() {
        this(Path.of("/"), program -> Programs.find(program).isPresent());
    }

    /**
     * Of a machine.
     *
     * @param root its root directory
     * @param programs tells whether it has a program
     */
    public Requirements(Path root, Predicate<String> programs) {
        this.root = root;
        this.programs = programs;
    }

    /** What builds a module and loads it into this machine's own kernel. */
    public List<Requirement> ofHost(String release) {
        List<Requirement> all = build();
        all.add(program("what loads kernel modules (modprobe)", "kmod", "modprobe"));
        all.add(new Requirement(
                "the headers of kernel " + release,
                MachineFacts.headersPackage(release),
                () -> KernelTree.lookUp(root, release).isPresent()));
        all.add(new Requirement(
                "the video core of kernel " + release + " (videodev, videobuf2)",
                MachineFacts.videoCorePackage(release),
                () -> MachineFacts.hasVideoCore(root, release)));
        return all;
    }

    /** What builds a module and runs a micro-VM, but its kernel. */
    public List<Requirement> ofVm(MachineType machine) {
        List<Requirement> all = build();
        for (String name : GuestKernel.packages(machine)) {
            List<String> facts = OF_VM.getOrDefault(name, List.of(name, name));
            all.add(
                    name.equals(machine.debianPackage())
                            ? program("QEMU (" + machine.program() + ")", name, machine.program())
                            : proven(facts.get(0), name, facts.get(1)));
        }
        return all;
    }

    /** What unpacks the modules of a kernel, beside xz. */
    List<Requirement> ofModules(Path modules) {
        return areZstd(modules) ? List.of(program("zstd", "zstd", "zstd")) : List.of();
    }

    private static boolean areZstd(Path modules) {
        try {
            return Files.readString(modules.resolve("modules.dep")).contains(".ko.zst");
        } catch (IOException e) {
            return false;
        }
    }

    /** The compiler that built a kernel, where its headers do not bring it along. */
    List<Requirement> ofCompiler(Optional<KernelTree> tree) {
        return tree.flatMap(KernelTree::compiler)
                .filter(compiler -> compiler.matches("gcc-[0-9]+"))
                .map(compiler ->
                        List.of(program("the compiler that built the kernel (" + compiler + ")", compiler, compiler)))
                .orElse(List.of());
    }

    /** What a profile needs where the camera is, beside all that a camera needs. */
    List<Requirement> ofProfile(String release) {
        return List.of(new Requirement(
                "perf", List.of("linux-perf", "linux-tools-" + release, "linux-tools-generic"), this::hasPerf));
    }

    /** Packages by their names, there when dpkg says so. */
    List<Requirement> ofPackages(List<String> names, PackageLists lists) {
        return names.stream()
                .map(name -> new Requirement(name, name, () -> lists.installed(name)))
                .toList();
    }

    private List<Requirement> build() {
        return new ArrayList<>(List.of(
                program("a C compiler (gcc)", "gcc", "gcc"),
                file("the C library's headers", "libc6-dev", "usr/include/stdlib.h"),
                program("make", "make", "make")));
    }

    /** A wrapper of another package has its name, too, and finds none. */
    private boolean hasPerf() {
        return exists("usr/lib/perf-core") || ubuntuHasPerf() || isBinary(root.resolve("usr/bin/perf"));
    }

    private static boolean isBinary(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(ELF.length), ELF);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean ubuntuHasPerf() {
        try (Stream<Path> releases = Files.list(root.resolve("usr/lib/linux-tools"))) {
            return releases.anyMatch(release -> Files.exists(release.resolve("perf")));
        } catch (IOException e) {
            return false;
        }
    }

    private Requirement proven(String name, String debianPackage, String proof) {
        return proof.startsWith("/")
                ? file(name, debianPackage, proof.substring(1))
                : program(name, debianPackage, proof);
    }

    private Requirement program(String name, String debianPackage, String program) {
        return new Requirement(name, debianPackage, () -> programs.test(program));
    }

    private Requirement file(String name, String debianPackage, String file) {
        return new Requirement(name, debianPackage, () -> exists(file));
    }

    private boolean exists(String file) {
        return Files.exists(root.resolve(file));
    }
}
