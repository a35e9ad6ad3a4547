// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.place.FakeMachine;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModuleControlTest {
    private static final String FILE = "/lib/modules/6.1.0/updates/v4l2loopback.ko";
    private static final String NOW = "now\t\n";
    private static final String INSTALLED = "installed-filename\t" + FILE + "\ninstalled-srcversion\tNEW\n";
    private static final String LOADED = INSTALLED
            + "loaded\t0.15.4\tNEW\nparameter\tallowed_gid\t-1\nnode\t10\tyes\tcam\n"
            + "loaded-with\tNEW video_nr=10 devices=1\n";

    private static final String FOR_OWN =
            INSTALLED + "loaded\t0.15.4\tNEW\nparameter\tallowed_gid\t-1\nloaded-with\tNEW devices=0 control_gid=7\n";

    private final ModuleParameters usual = ModuleParameters.of(Map.of());
    private final Deque<CommandResult> answers = new ArrayDeque<>();
    private final FakeMachine target = new FakeMachine(command -> answers.pop());
    private final ModuleControl control = new ModuleControl(target);

    private void answer(CommandResult... results) {
        answers.addAll(List.of(results));
    }

    @Test
    void stateIsLookedAt_nobodyIsAskedForAPassword() {
        List<Command> looks = new ArrayList<>();
        new ModuleControl(new FakeMachine(command -> {
                    looks.add(command);
                    return FakeMachine.said(LOADED);
                }))
                .state();
        assertThat(looks).extracting(Command::rights).containsExactly(Command.Rights.ROOT_IF_SILENT);
    }

    @Test
    void notLoaded_modprobeRunsWithTheParameters() {
        answer(FakeMachine.said(INSTALLED + NOW + LOADED));
        assertThat(control.load(usual).devices()).hasSize(1);
        assertThat(target.commands()).containsExactly("look-and-load " + FILE + " /dev/video10 video_nr=10 devices=1");
    }

    @Test
    void loadedJustSo_nothingHappens() {
        answer(FakeMachine.said(LOADED));
        assertThat(control.load(usual).devices()).hasSize(1);
        assertThat(target.commands()).hasSize(1);
    }

    @Test
    void notLoadedAndRootsRightsNeedAQuestion_itIsAskedForTheLoadAlone() {
        List<Command> calls = new ArrayList<>();
        new ModuleControl(new FakeMachine(command -> {
                    calls.add(command);
                    return FakeMachine.said(calls.size() < 3 ? INSTALLED : LOADED);
                }))
                .load(usual);
        assertThat(calls)
                .extracting(Command::rights)
                .containsExactly(Command.Rights.ROOT_IF_SILENT, Command.Rights.ROOT, Command.Rights.ROOT_IF_SILENT);
        assertThat(calls.get(1).argv())
                .endsWith("NEW video_nr=10 devices=1", "/dev/video10", "video_nr=10", "devices=1");
    }

    @Test
    void loadedOtherwise_itIsLoadedAnew() {
        answer(
                FakeMachine.said(LOADED.replace("NEW video_nr=10", "OLD video_nr=10")),
                FakeMachine.said(""),
                FakeMachine.said(""),
                FakeMachine.said(LOADED));
        assertThat(control.load(usual).devices()).hasSize(1);
        assertThat(target.commands().subList(1, 3))
                .containsExactly(
                        "rmmod v4l2loopback", "load.sh NEW video_nr=10 devices=1 /dev/video10 video_nr=10 devices=1");
    }

    @Test
    void notLoadedAndACameraOfOnesOwnIsWanted_itIsLoadedWithoutOne() {
        answer(FakeMachine.said(INSTALLED + NOW + LOADED));
        control.loadForOwn(7);
        assertThat(target.commands())
                .containsExactly("look-and-load " + FILE + " /dev/v4l2loopback devices=0 control_gid=7");
    }

    @Test
    void loadedByOthersAndACameraOfOnesOwnIsWanted_itStays() {
        answer(FakeMachine.said(LOADED), FakeMachine.said(LOADED.replace("\tNEW\nparameter", "\tOLD\nparameter")));
        control.loadForOwn(7);
        control.loadForOwn(7);
        assertThat(target.commands()).hasSize(2).allMatch(command -> command.startsWith("look-and-load "));
    }

    @Test
    void anOlderOneWithoutCamerasIsLoadedAndACameraOfOnesOwnIsWanted_itIsLoadedAnew() {
        answer(
                FakeMachine.said(FOR_OWN.replace("\tNEW\nparameter", "\tOLD\nparameter")),
                FakeMachine.said(""),
                FakeMachine.said(""),
                FakeMachine.said(FOR_OWN));
        control.loadForOwn(8);
        assertThat(target.commands().subList(1, 3))
                .containsExactly(
                        "rmmod v4l2loopback",
                        "load.sh NEW devices=0 control_gid=8 /dev/v4l2loopback devices=0 control_gid=8");
    }

    @Test
    void aForeignOneIsLoadedAndACameraOfOnesOwnIsWanted_itIsRefused() {
        answer(FakeMachine.said("loaded\t0.12.7\tX\nparameter\tdebug\t0\n"));
        assertThatThrownBy(() -> control.loadForOwn(7)).hasMessageEndingWith("[VCAM-409]");
    }

    @Test
    void theLastOwnCameraIsGone_whatWasLoadedForThemIsUnloaded() {
        answer(FakeMachine.said(FOR_OWN), FakeMachine.said(""));
        assertThat(control.unloadForOwn()).isTrue();
        assertThat(target.commands()).containsExactly("probe.sh state", "rmmod v4l2loopback");
    }

    @Test
    void camerasAreThereOrOthersLoadedIt_itStaysLoaded() {
        answer(
                FakeMachine.said(FOR_OWN + "node\t0\tyes\tcam\n"),
                FakeMachine.said(LOADED.replace("node\t10\tyes\tcam\n", "")),
                FakeMachine.said(INSTALLED));
        assertThat(control.unloadForOwn()).isFalse();
        assertThat(control.unloadForOwn()).isFalse();
        assertThat(control.unloadForOwn()).isFalse();
        assertThat(target.commands()).containsOnly("probe.sh state");
    }

    @Test
    void busy_theHoldersAreNamed() {
        String held = LOADED + "holder\t42\tlrwx------\t/dev/video10\tcheese\n";
        answer(
                FakeMachine.said(held),
                new CommandResult(1, "", "rmmod: ERROR: Module v4l2loopback is in use"),
                FakeMachine.said(held));
        assertThatThrownBy(control::unload)
                .isInstanceOf(VcamException.class)
                .hasMessageContaining("cheese (pid 42)")
                .hasMessageEndingWith("[VCAM-406]");
    }

    @Test
    void foreignModuleIsLoaded_itIsLeftAlone() {
        answer(FakeMachine.said("loaded\t0.12.7\tX\nparameter\tdebug\t0\n"));
        assertThatThrownBy(() -> control.load(usual))
                .isInstanceOf(VcamException.class)
                .hasMessageEndingWith("[VCAM-409]");
        assertThat(target.commands()).hasSize(1);
    }

    @Test
    void foreignModuleWouldBeTaken_itIsRefused() {
        answer(FakeMachine.said("installed-filename\t/lib/modules/6.1.0/updates/dkms/v4l2loopback.ko\n"));
        assertThatThrownBy(() -> control.load(usual))
                .isInstanceOf(VcamException.class)
                .hasMessageContaining("/updates/dkms/")
                .hasMessageEndingWith("[VCAM-409]");
    }

    @Test
    void nothingIsInstalled_itIsSaid() {
        answer(FakeMachine.said(""));
        assertThatThrownBy(() -> control.load(usual))
                .isInstanceOf(VcamException.class)
                .hasMessageContaining("there is no /lib/modules")
                .hasMessageEndingWith("[VCAM-407]");
    }

    @Test
    void placeDoesNotRun_itIsNotStarted() {
        assertThatThrownBy(() -> new ModuleControl(target.stopped()).load(usual))
                .isInstanceOf(VcamException.class)
                .hasMessageEndingWith("[VCAM-407]");
        assertThat(target.commands()).isEmpty();
    }

    @Test
    void modprobeFails_theKernelsLinesAreShown() {
        answer(
                new CommandResult(3, INSTALLED, "modprobe: ERROR: Invalid argument"),
                FakeMachine.said("[1.0] v4l2loopback: bad"));
        assertThatThrownBy(() -> control.load(usual))
                .isInstanceOf(VcamException.class)
                .hasMessageContaining("Invalid argument")
                .hasMessageContaining("v4l2loopback: bad")
                .hasMessageEndingWith("[VCAM-405]");
    }

    @Test
    void nodeDoesNotCome_itIsNamed() {
        answer(new CommandResult(4, INSTALLED, "/dev/video10\n"));
        assertThatThrownBy(() -> control.load(usual))
                .isInstanceOf(VcamException.class)
                .hasMessageContaining("/dev/video10 did not appear")
                .hasMessageEndingWith("[VCAM-408]");
    }

    @Test
    void nothingIsLoaded_unloadSaysSo() {
        answer(FakeMachine.said(INSTALLED));
        assertThat(control.unload()).isFalse();
    }
}
