// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandStreams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelDownloadTest {
    private static final String RELEASE = "6.1.0-10-amd64";

    private static final String UBUNTUS = "6.8.0-31-generic";
    private static final Map<String, List<String>> DEBIAN = Map.of(
            "linux-image-" + MachineType.ofThisMachine().debianArchitecture(),
            List.of("linux-image-6.1.0-9-amd64", "linux-image-" + RELEASE),
            "linux-image-" + RELEASE,
            List.of("kmod", "linux-base"),
            "linux-headers-" + RELEASE,
            List.of("linux-headers-6.1.0-10-common", "linux-kbuild-6.1", "gcc-12"));
    private static final Map<String, List<String>> UBUNTU = Map.of(
            "linux-image-generic",
            List.of("linux-image-" + UBUNTUS, "linux-image-unsigned-" + UBUNTUS, "linux-firmware", "intel-microcode"),
            "linux-image-" + UBUNTUS,
            List.of("kmod", "linux-base", "linux-modules-" + UBUNTUS),
            "linux-modules-extra-" + UBUNTUS,
            List.of("linux-modules-" + UBUNTUS),
            "linux-headers-" + UBUNTUS,
            List.of("linux-headers-6.8.0-31", "libc6", "libelf1t64"));

    @TempDir
    Path directory;

    private final List<String> log = new ArrayList<>();
    private final Archive archive = new Archive();

    /** apt, dpkg-deb and depmod of a machine, and Debian's archive behind them, or Ubuntu's. */
    private static final class Archive implements CommandExecutor {
        private final List<String> asked = new ArrayList<>();
        private String refused = "";
        private boolean image = true;
        private String lib = "lib";
        private String release = RELEASE;
        private Map<String, List<String>> packages = DEBIAN;

        @Override
        public int execute(Command command, CommandStreams streams) {
            String line = String.join(" ", command.argv());
            asked.add(line);
            try {
                if (!refused.isEmpty() && line.startsWith(refused)) {
                    streams.stderr().write("E: not today".getBytes(StandardCharsets.UTF_8));
                    return 100;
                }
                streams.stdout().write(answer(command).getBytes(StandardCharsets.UTF_8));
                return 0;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private String answer(Command command) throws IOException {
            List<String> argv = command.argv();
            String last = argv.get(argv.size() - 1);
            switch (command.program()) {
                case "apt-cache" -> {
                    List<String> needed = packages.get(last);
                    if (argv.get(1).equals("policy")) {
                        return last + ":\n  Candidate: " + (needed == null ? "(none)" : "1.0") + "\n";
                    }
                    return needed == null ? "" : "  Depends: " + String.join("\n |Depends: ", needed) + "\n";
                }
                case "apt-get" -> {
                    for (String name : argv.subList(argv.indexOf("download") + 1, argv.size())) {
                        Files.createFile(Path.of(command.directory().orElseThrow(), name + ".deb"));
                    }
                }
                case "dpkg-deb" -> unpack(Path.of(last));
                default -> Files.createFile(Path.of(argv.get(2), "lib/modules", last, "modules.dep"));
            }
            return "";
        }

        private void unpack(Path root) throws IOException {
            Path modules =
                    Files.createDirectories(root.resolve(lib).resolve("modules").resolve(release));
            Path boot = Files.createDirectories(root.resolve("boot"));
            Path source = Files.createDirectories(root.resolve("usr/src/linux-headers-" + release));
            if (image) {
                Files.write(boot.resolve("vmlinuz-" + release), new byte[1]);
            }
            Files.writeString(source.resolve("Makefile"), "include /usr/src/linux-headers-6.1.0-10-common/Makefile\n");
            Files.writeString(modules.resolve("modules.order"), "");
        }
    }

    private GuestKernel fetch() {
        return new KernelDownload(MachineType.ofThisMachine(), directory, archive, log::add).fetch();
    }

    private void assertMissing(String part) {
        assertThatThrownBy(this::fetch)
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(RuntimeError.GUEST_KERNEL_MISSING))
                .hasMessageContaining(part);
    }

    @Test
    void archiveHasAKernel_itsPackagesAreUnpackedAndMadeRightForTheirPlace() throws IOException {
        GuestKernel kernel = fetch();

        assertThat(kernel.release()).isEqualTo(RELEASE);
        assertThat(kernel.isComplete()).isTrue();
        assertThat(archive.asked)
                .anyMatch(line -> line.endsWith("download linux-image-" + RELEASE + " linux-headers-" + RELEASE
                        + " linux-headers-6.1.0-10-common linux-kbuild-6.1"));
        assertThat(kernel.headersDirectory().resolve("Makefile"))
                .content()
                .isEqualTo("include " + kernel.root() + "/usr/src/linux-headers-6.1.0-10-common/Makefile\n");
        assertThat(Files.readSymbolicLink(kernel.modulesDirectory().resolve("build")))
                .isEqualTo(kernel.headersDirectory());
        assertThat(log).hasSize(2);
        assertNoHalves();
    }

    @Test
    void archiveIsUbuntus_imageModulesAndHeadersAreInPackagesOfTheirOwn() throws IOException {
        archive.packages = UBUNTU;
        archive.release = UBUNTUS;
        GuestKernel kernel = fetch();

        assertThat(kernel.release()).isEqualTo(UBUNTUS);
        assertThat(kernel.isComplete()).isTrue();
        assertThat(archive.asked)
                .anyMatch(line -> line.endsWith("download linux-image-" + UBUNTUS + " linux-modules-" + UBUNTUS
                        + " linux-modules-extra-" + UBUNTUS + " linux-headers-" + UBUNTUS + " linux-headers-6.8.0-31"));
    }

    @Test
    void packagesHaveAllBelowUsr_itIsWhereEverybodyLooks() throws IOException {
        archive.lib = "usr/lib";
        GuestKernel kernel = fetch();

        assertThat(kernel.isComplete()).isTrue();
        assertThat(kernel.modulesDirectory().resolve("modules.order")).exists();
        assertThat(kernel.root().resolve("usr/lib/modules")).doesNotExist();
    }

    @Test
    void archiveHasNoKernelOfAName_bothNamesAreSaid() {
        archive.packages = Map.of();
        assertMissing("no kernel behind linux-image-"
                + MachineType.ofThisMachine().debianArchitecture() + " or linux-image-generic");
    }

    @Test
    void kernelIsThere_nothingIsFetched() {
        fetch();
        archive.asked.clear();
        fetch();

        assertThat(archive.asked).isNotEmpty().allMatch(line -> line.startsWith("apt-cache"));
    }

    @Test
    void itIsHalfThere_itIsBroughtAnew() throws IOException {
        Files.delete(fetch().image());
        Files.createDirectories(directory.resolve(".half-of-one-who-died/root"));

        assertThat(fetch().isComplete()).isTrue();
        assertNoHalves();
    }

    @Test
    void archiveRefuses_theReasonIsSaidAndNothingStandsInTheKernelsPlace() {
        archive.refused = "apt-get";
        assertMissing("E: not today");
        assertThat(directory.resolve(RELEASE)).doesNotExist();
        archive.refused = "apt-cache";
        assertMissing("ended with status 100");
    }

    @Test
    void packagesLackSomething_thatIsNoKernel() {
        archive.image = false;
        assertMissing("hold no image, modules and headers");
    }

    private void assertNoHalves() throws IOException {
        try (var entries = Files.newDirectoryStream(directory, ".half-*")) {
            assertThat(entries).isEmpty();
        }
    }
}
