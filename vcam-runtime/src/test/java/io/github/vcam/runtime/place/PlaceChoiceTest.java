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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceChoiceTest {
    private static final MachineFacts ABLE = new MachineFacts("6.1.0", true, false, "none", true, true, false);

    private static boolean unasked() {
        throw new AssertionError("nothing depends on root's rights");
    }

    @Test
    void machineCanDoAll_hostIsChosen() {
        assertThat(PlaceChoice.of("auto", ABLE, () -> true).place()).isEqualTo(Place.HOST);
    }

    @Test
    void somethingIsInTheWay_vmIsChosenAndTheReasonGiven() {
        assertReason(new MachineFacts("6.1.0", false, false, "none", true, true, false), "no loadable modules");
        assertReason(new MachineFacts("6.1.0", true, true, "none", true, true, false), "switched off");
        assertReason(new MachineFacts("6.1.0", true, false, "integrity", true, true, false), "locked down (integrity)");
        assertReason(new MachineFacts("6.1.0", true, false, "none", false, true, false), "CAP_SYS_MODULE");
        assertReason(new MachineFacts("6.1.0", true, false, "none", true, false, false), "headers");
    }

    @Test
    void rightsCannotBeHad_vmIsChosen() {
        PlaceChoice choice = PlaceChoice.of("auto", ABLE, () -> false);
        assertThat(choice.place()).isEqualTo(Place.VM);
        assertThat(choice.reason()).contains("root's rights", "sudo");
    }

    @Test
    void somebodyLoadedTheModule_hostIsChosenWithoutAnyRights() {
        MachineFacts loaded = new MachineFacts("6.1.0", true, false, "none", true, true, true);
        assertThat(PlaceChoice.of("auto", loaded, PlaceChoiceTest::unasked).place())
                .isEqualTo(Place.HOST);
    }

    private static void assertReason(MachineFacts facts, String part) {
        PlaceChoice choice = PlaceChoice.of("auto", facts, PlaceChoiceTest::unasked);
        assertThat(choice.place()).isEqualTo(Place.VM);
        assertThat(choice.reason()).contains(part);
    }

    @Test
    void wishIsExplicit_itIsObeyed() {
        MachineFacts unable = new MachineFacts("6.1.0", false, true, "none", false, false, false);
        assertThat(PlaceChoice.of("host", unable, PlaceChoiceTest::unasked).place())
                .isEqualTo(Place.HOST);
        assertThat(PlaceChoice.of("vm", ABLE, PlaceChoiceTest::unasked).place()).isEqualTo(Place.VM);
    }

    @Test
    void wishIsUnknown_theParameterIsNamed() {
        assertThatThrownBy(() -> PlaceChoice.of("moon", ABLE, PlaceChoiceTest::unasked))
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
        write(root.resolve("proc/self/status"), "Uid:\t0\t0\t0\t0\nCapEff:\t0000000000010000\n");
        assertThat(MachineFacts.read(root, release -> release.equals("6.1.0-9-amd64")))
                .isEqualTo(new MachineFacts("6.1.0-9-amd64", true, false, "integrity", true, true, true));
    }

    @Test
    void emptyMachine_nothingIsAssumed(@TempDir Path root) {
        assertThat(MachineFacts.read(root, release -> false))
                .isEqualTo(new MachineFacts("", false, false, "none", false, false, false));
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
