// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.kernel.KernelTree;
import io.github.vcam.runtime.vm.MachineType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fresh machines of Debian and of Ubuntu, and one of neither. */
class RequirementsTest {
    private static final String DEBIANS = "6.1.0-9-amd64";
    private static final String UBUNTUS = "6.8.0-31-generic";

    @TempDir
    Path root;

    private final Set<String> programs = new java.util.HashSet<>();

    @BeforeEach
    void fetchLists() throws IOException {
        write("lists/archive_main_Packages", "");
    }

    private Requirements machine() {
        return new Requirements(root, programs::contains);
    }

    private List<String> installed(FakeArchive archive, List<Requirement> wanted) {
        new Setup(Optional.of(new Apt(archive, root.resolve("lists")))).satisfy(wanted);
        return archive.installing();
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }

    private void videoCore(String release) throws IOException {
        write(
                "lib/modules/" + release + "/modules.dep",
                "a/videodev.ko:\na/videobuf2-common.ko:\na/videobuf2-v4l2.ko:\na/videobuf2-vmalloc.ko:\n");
    }

    @Test
    void freshDebian_compilerAndHeadersAreInstalledForTheHost() throws IOException {
        videoCore(DEBIANS);
        assertThat(installed(FakeArchive.debian(DEBIANS), machine().ofHost(DEBIANS)))
                .containsExactly("gcc", "libc6-dev", "make", "kmod", "linux-headers-" + DEBIANS);
    }

    @Test
    void freshUbuntu_videoCoreIsInstalledForTheHostToo() {
        assertThat(installed(FakeArchive.ubuntu(UBUNTUS), machine().ofHost(UBUNTUS)))
                .containsExactly(
                        "gcc",
                        "libc6-dev",
                        "make",
                        "kmod",
                        "linux-headers-" + UBUNTUS,
                        "linux-modules-extra-" + UBUNTUS);
    }

    @Test
    void freshMachineOfEither_microVmHasTheSameNames() {
        for (FakeArchive archive : List.of(FakeArchive.debian(DEBIANS), FakeArchive.ubuntu(UBUNTUS))) {
            assertThat(installed(archive, machine().ofVm(MachineType.X86_64)))
                    .containsExactly(
                            "gcc",
                            "libc6-dev",
                            "make",
                            "qemu-system-x86",
                            "seabios",
                            "busybox-static",
                            "kmod",
                            "xz-utils");
        }
    }

    @Test
    void profile_perfHasTheNameThatTheDistributionGivesIt() {
        assertThat(installed(FakeArchive.debian(DEBIANS), machine().ofProfile(DEBIANS)))
                .containsExactly("linux-perf");
        assertThat(installed(FakeArchive.ubuntu(UBUNTUS), machine().ofProfile(UBUNTUS)))
                .containsExactly("linux-tools-" + UBUNTUS);
        assertThat(installed(FakeArchive.ubuntu("6.8.0-1-azure"), machine().ofProfile(UBUNTUS)))
                .containsExactly("linux-tools-generic"); // the guest's kernel is another one than this machine's
    }

    @Test
    void perfIsThere_nothingIsAskedFor() throws IOException {
        write("usr/lib/linux-tools/" + UBUNTUS + "/perf", "");
        new Setup(Optional.empty()).satisfy(machine().ofProfile(DEBIANS));
        Files.delete(root.resolve("usr/lib/linux-tools/" + UBUNTUS + "/perf"));
        assertThat(machine().ofProfile(DEBIANS)).noneMatch(Requirement::isMet);
        write("usr/bin/perf", "#!/bin/sh\n"); // a wrapper
        assertThat(machine().ofProfile(DEBIANS)).noneMatch(Requirement::isMet);
        write("usr/bin/perf", "\u007fELF...");
        assertThat(machine().ofProfile(DEBIANS)).allMatch(Requirement::isMet);
        Files.delete(root.resolve("usr/bin/perf"));
        Files.createDirectories(root.resolve("usr/lib/perf-core"));
        assertThat(machine().ofProfile(DEBIANS)).allMatch(Requirement::isMet);
    }

    @Test
    void nobodyButAProfile_needsPerf() {
        List<Requirement> all = new ArrayList<>(machine().ofHost(DEBIANS));
        all.addAll(machine().ofVm(MachineType.X86_64));
        assertThat(all).flatExtracting(Requirement::packages).noneMatch(name -> name.contains("perf"));
    }

    @Test
    void kernelWasBuiltByAnotherCompiler_thatOneIsInstalled() throws IOException {
        write("lib/modules/" + UBUNTUS + "/build/Makefile", "");
        write(
                "lib/modules/" + UBUNTUS + "/build/.config",
                "CONFIG_CC_VERSION_TEXT=\"x86_64-linux-gnu-gcc-13 (Ubuntu 13.2.0-23ubuntu4) 13.2.0\"\n");
        Optional<KernelTree> tree = KernelTree.lookUp(root, UBUNTUS);
        programs.add("gcc");
        assertThat(installed(FakeArchive.ubuntu(UBUNTUS), machine().ofCompiler(tree)))
                .containsExactly("gcc-13");
        programs.add("gcc-13");
        assertThat(machine().ofCompiler(tree)).allMatch(Requirement::isMet);
        assertThat(machine().ofCompiler(Optional.empty())).isEmpty();
    }

    @Test
    void modulesOfTheGuestArePackedByZstd_itIsInstalled() throws IOException {
        Path modules = root.resolve("lib/modules/" + UBUNTUS);
        videoCore(UBUNTUS);
        assertThat(machine().ofModules(modules)).isEmpty();
        write("lib/modules/" + UBUNTUS + "/modules.dep", "a/virtio.ko.zst:\n");
        assertThat(installed(FakeArchive.ubuntu(UBUNTUS), machine().ofModules(modules)))
                .containsExactly("zstd");
    }

    @Test
    void machineHasNoApt_oneSentenceNamesAllByTheirPurpose() throws IOException {
        videoCore("6.9.7-200.fc40.x86_64");
        programs.add("make");
        assertThatThrownBy(() -> new Setup(Optional.empty()).satisfy(machine().ofHost("6.9.7-200.fc40.x86_64")))
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(RuntimeError.PACKAGE_MANAGER_UNKNOWN))
                .hasMessageContaining("it has no apt-get, so its own package manager has to install a C compiler (gcc),"
                        + " the C library's headers, what loads kernel modules (modprobe),"
                        + " the headers of kernel 6.9.7-200.fc40.x86_64");
    }

    @Test
    void lists_tellWhatCanBeHad() throws IOException {
        PackageLists debian = new PackageLists(FakeArchive.debian(DEBIANS), root.resolve("lists"));
        assertThat(debian.offers("linux-headers-" + DEBIANS)).isTrue();
        assertThat(debian.offers("linux-headers-6.18.44-other")).isFalse();
        assertThat(debian.offers("linux-tools-" + DEBIANS)).isFalse(); // known, and without a candidate
    }

    @Test
    void noListWasFetchedYet_whatBelongsToAKernelOfTheDistributionCanBeHad() {
        Path none = root.resolve("no-lists");
        PackageLists fresh =
                new PackageLists(new FakeArchive().withInstalled("linux-image-a", "linux-modules-a"), none);
        assertThat(fresh.offers("linux-headers-a")).isTrue();
        assertThat(fresh.offers("linux-modules-extra-a")).isTrue();
        assertThat(fresh.offers("linux-headers-b")).isFalse();
        assertThat(fresh.offers("gcc")).isFalse();
        PackageLists fetched =
                new PackageLists(new FakeArchive().withInstalled("linux-image-a"), root.resolve("lists"));
        assertThat(fetched.offers("linux-headers-a")).isFalse();
    }

    @Test
    void machineHasNoPackageManager_nothingCanBeHad() {
        PackageLists none = new PackageLists(
                (command, streams) -> {
                    throw new VcamException(RuntimeError.PROGRAM_MISSING, "no apt-cache");
                },
                root);
        assertThat(none.offers("linux-headers-a")).isFalse();
    }
}
