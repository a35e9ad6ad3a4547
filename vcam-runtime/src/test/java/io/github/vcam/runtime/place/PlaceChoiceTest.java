// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.place.PlaceChoice.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceChoiceTest {
    private static final String RELEASE = "6.1.0-9-amd64";
    private static final MachineFacts ABLE = facts(true, true, false);

    private static MachineFacts facts(boolean headers, boolean videoCore, boolean moduleLoaded) {
        return new MachineFacts(RELEASE, true, false, "none", false, true, headers, videoCore, moduleLoaded);
    }

    private static PlaceChoice.Means means(boolean rights, String... packages) {
        return new PlaceChoice.Means(Set.of(packages)::contains, () -> rights);
    }

    private static final PlaceChoice.Means UNASKED = new PlaceChoice.Means(
            name -> {
                throw new AssertionError("nothing depends on packages");
            },
            () -> {
                throw new AssertionError("nothing depends on root's rights");
            });

    @Test
    void machineCanDoAll_hostIsChosen() {
        assertThat(PlaceChoice.of("auto", ABLE, means(true)))
                .isEqualTo(new PlaceChoice(Place.HOST, "it can build and load modules"));
    }

    @Test
    void kernelTakesNoModule_vmIsChosenAndTheReasonGiven() {
        assertReason(
                new MachineFacts(RELEASE, false, false, "none", false, true, true, true, true), "no loadable modules");
        assertReason(new MachineFacts(RELEASE, true, true, "none", false, true, true, true, true), "switched off");
        assertReason(
                new MachineFacts(RELEASE, true, false, "integrity", false, true, true, true, true),
                "locked down (integrity)");
        assertReason(new MachineFacts(RELEASE, true, false, "none", true, true, true, true, true), "signed modules");
        assertReason(new MachineFacts(RELEASE, true, false, "none", false, false, true, true, true), "CAP_SYS_MODULE");
    }

    private static void assertReason(MachineFacts facts, String part) {
        PlaceChoice choice = PlaceChoice.of("auto", facts, UNASKED);
        assertThat(choice.place()).isEqualTo(Place.VM);
        assertThat(choice.reason()).contains(part);
    }

    @Test
    void headersAreAmongThePackages_hostIsChosenAsIfTheyWereThere() {
        PlaceChoice choice =
                PlaceChoice.of("auto", facts(false, true, false), means(true, "linux-headers-6.1.0-9-amd64"));
        assertThat(choice.place()).isEqualTo(Place.HOST);
        assertThat(choice.reason()).contains("among its packages");
    }

    @Test
    void videoCoreIsAmongThePackages_hostIsChosenAsIfItWereThere() {
        assertThat(PlaceChoice.of("auto", facts(true, false, false), means(true, "linux-modules-extra-6.1.0-9-amd64"))
                        .place())
                .isEqualTo(Place.HOST);
    }

    @Test
    void headersCannotBeHad_vmIsChosen() {
        PlaceChoice choice = PlaceChoice.of("auto", facts(false, true, false), means(true));
        assertThat(choice.place()).isEqualTo(Place.VM);
        assertThat(choice.reason()).contains("headers", RELEASE, "no list of packages offers");
    }

    @Test
    void videoCoreCannotBeHad_vmIsChosen() {
        PlaceChoice choice = PlaceChoice.of("auto", facts(true, false, false), means(true));
        assertThat(choice.place()).isEqualTo(Place.VM);
        assertThat(choice.reason()).contains("no video core", RELEASE);
    }

    @Test
    void rightsCannotBeHad_vmIsChosen() {
        PlaceChoice choice = PlaceChoice.of("auto", ABLE, means(false));
        assertThat(choice.place()).isEqualTo(Place.VM);
        assertThat(choice.reason()).contains("root's rights", "sudo");
    }

    @Test
    void somebodyLoadedTheModule_hostIsChosenWithoutRightsOrHeaders() {
        assertThat(PlaceChoice.of("auto", facts(false, true, true), UNASKED).place())
                .isEqualTo(Place.HOST);
    }

    @Test
    void wishIsExplicit_itIsObeyed() {
        MachineFacts unable = new MachineFacts(RELEASE, false, true, "none", true, false, false, false, false);
        assertThat(PlaceChoice.of("host", unable, UNASKED).place()).isEqualTo(Place.HOST);
        assertThat(PlaceChoice.of("vm", ABLE, UNASKED).place()).isEqualTo(Place.VM);
    }

    @Test
    void wishIsUnknown_theParameterIsNamed() {
        assertThatThrownBy(() -> PlaceChoice.of("moon", ABLE, UNASKED))
                .isInstanceOf(VcamException.class)
                .hasMessageContaining("the place is 'moon'")
                .hasMessageEndingWith("[VCAM-204]");
    }

    @Test
    void factsOfAFakeMachine(@TempDir Path root) throws IOException {
        write(root.resolve("proc/modules"), "");
        write(root.resolve("proc/sys/kernel/osrelease"), "6.1.0-9-amd64\n");
        write(root.resolve("proc/sys/kernel/modules_disabled"), "0\n");
        write(root.resolve("sys/kernel/security/lockdown"), "none [integrity] confidentiality\n");
        Files.createDirectories(root.resolve("sys/module/v4l2loopback"));
        write(root.resolve("sys/module/module/parameters/sig_enforce"), "Y\n");
        Files.createDirectories(root.resolve("sys/module/videobuf2_vmalloc"));
        write(
                root.resolve("lib/modules/6.1.0-9-amd64/modules.builtin"),
                "kernel/drivers/media/v4l2-core/videodev.ko\n");
        write(
                root.resolve("lib/modules/6.1.0-9-amd64/modules.dep"),
                "kernel/a/videobuf2-common.ko:\nkernel/a/videobuf2-v4l2.ko.zst: kernel/a/videobuf2-common.ko\n");
        write(root.resolve("proc/self/status"), "Uid:\t0\t0\t0\t0\nCapEff:\t0000000000010000\n");
        assertThat(MachineFacts.read(root, release -> release.equals("6.1.0-9-amd64")))
                .isEqualTo(new MachineFacts(RELEASE, true, false, "integrity", true, true, true, true, true));
    }

    @Test
    void emptyMachine_nothingIsAssumed(@TempDir Path root) {
        assertThat(MachineFacts.read(root, release -> false))
                .isEqualTo(new MachineFacts("", false, false, "none", false, false, false, false, false));
    }

    @Test
    void ordinaryUser_whatSudoCouldGiveCounts() {
        assertThat(MachineFacts.holdsModuleCapability(
                        "Uid:\t1000\t1000\nCapEff:\t0000000000000000\nCapBnd:\t000001ffffffffff\n"))
                .isTrue();
        assertThat(MachineFacts.holdsModuleCapability(
                        "Uid:\t0\t0\nCapEff:\t00000000a80425fb\nCapBnd:\t000001ffffffffff\n"))
                .isFalse();
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
