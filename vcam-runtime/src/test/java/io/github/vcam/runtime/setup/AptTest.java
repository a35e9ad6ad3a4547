// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.CommandExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptTest {
    private static final String SIMULATED = """
            Reading package lists...
            Inst make (4.3-4.1 Debian:12.0/oldstable [amd64])
            Inst gcc-12 (12.2.0 Debian)
            Conf make
            """;

    @TempDir
    Path lists;

    private final List<String> commands = new ArrayList<>();

    private CommandExecutor answering(String simulation, boolean rights) {
        return (command, streams) -> {
            commands.add(command.toString());
            if (command.privileged() && !rights) {
                throw new VcamException(RuntimeError.RIGHTS_MISSING, "no");
            }
            try {
                streams.stdout().write(simulation.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return 0;
        };
    }

    private static List<Requirement> packages(String... names) {
        return Stream.of(names)
                .map(name -> new Requirement(name, name, () -> false))
                .toList();
    }

    @Test
    void simulation_tellsThePackages() {
        assertThat(AptPlan.parse(SIMULATED).packages()).containsExactly("make", "gcc-12");
        assertThat(AptPlan.parse("0 upgraded\n").nothingToDo()).isTrue();
    }

    @Test
    void listsAreMissing_theyAreFetchedFirst() {
        new Apt(answering(SIMULATED, true), lists).install(packages("make"));
        assertThat(commands)
                .containsExactly(
                        "apt-get update -o DPkg::Lock::Timeout=240",
                        "apt-get --simulate install -o DPkg::Lock::Timeout=240 -y --no-install-recommends make",
                        "apt-get install -o DPkg::Lock::Timeout=240 -y --no-install-recommends make");
    }

    @Test
    void allIsInstalled_nothingRunsAsRoot() throws IOException {
        Files.writeString(lists.resolve("archive_main_Packages"), "");
        new Apt(answering("0 newly installed\n", false), lists).install(packages("make"));
        assertThat(commands)
                .containsExactly(
                        "apt-get --simulate install -o DPkg::Lock::Timeout=240 -y --no-install-recommends make");
    }

    @Test
    void listsAreOld_theyAreStale() throws IOException {
        Files.writeString(lists.resolve("archive_main_Packages"), "");
        Apt apt = new Apt(answering("", true), lists);
        assertThat(apt.stale(Instant.now())).isFalse();
        assertThat(apt.stale(Instant.now().plus(Duration.ofDays(2)))).isTrue();
    }

    @Test
    void rightsAreMissing_theCommandIsShown() {
        assertThatThrownBy(() -> new Apt(answering(SIMULATED, false), lists).install(packages("make", "gcc")))
                .isInstanceOf(VcamException.class)
                .hasMessageContaining("the packages make gcc")
                .hasMessageEndingWith("[VCAM-604]");
    }

    @Test
    void setup_installsOnlyWhatIsMissing() throws IOException {
        Files.writeString(lists.resolve("archive_main_Packages"), "");
        FakeArchive archive = FakeArchive.debian("6.1.0");
        Setup setup = new Setup(Optional.of(new Apt(archive, lists)));
        setup.satisfy(List.of(
                new Requirement("make", "make", () -> true), new Requirement("a compiler", "gcc", () -> false)));
        assertThat(archive.installing()).containsExactly("gcc");
        archive.commands().clear();
        setup.satisfy(List.of(new Requirement("make", "make", () -> true)));
        assertThat(archive.commands()).isEmpty();
    }

    @Test
    void listsAreTooOldToKnowAPackage_theyAreFetchedOnce() throws IOException {
        Files.writeString(lists.resolve("archive_main_Packages"), "");
        FakeArchive archive = new FakeArchive();
        assertThatThrownBy(() -> new Apt(archive, lists).install(packages("make")))
                .hasMessageContaining("Unable to locate package make")
                .hasMessageEndingWith("[VCAM-604]");
        assertThat(archive.commands())
                .containsExactly(
                        "apt-get --simulate install -o DPkg::Lock::Timeout=240 -y --no-install-recommends make",
                        "apt-get update -o DPkg::Lock::Timeout=240",
                        "apt-get --simulate install -o DPkg::Lock::Timeout=240 -y --no-install-recommends make");
    }
}
