// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.cameras.StartedCameras;
import io.github.vcam.runtime.Place;
import io.github.vcam.runtime.doctor.Cure;
import io.github.vcam.runtime.doctor.Cure.Step;
import io.github.vcam.runtime.process.CommandRunner;
import io.github.vcam.runtime.vm.MicroVm;
import io.github.vcam.runtime.vm.SavedGuests;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** What mends something, as a command of Maven's and as a deed: the one place that owns these commands. */
@SuppressWarnings("ImmutableEnumChecker") // lambdas
enum Remedy {
    SET_UP(Step.SET_UP, "mvn vcam:setup", place -> place.setUp(List.of())),
    SET_UP_VM(Step.SET_UP_VM, "mvn vcam:setup -Dvcam.target=vm", place -> {}),
    INSTALL(Step.INSTALL, "mvn vcam:install", Place::install),
    RELOAD(Step.RELOAD, "mvn vcam:install vcam:load", Place::reload),
    LOAD_CAMERA(Step.LOAD_CAMERA, "mvn vcam:load -Dvcam.form=camera", place -> {}),
    STOP_VM(Step.STOP_VM, "mvn vcam:vm -Dvcam.vm.stop", Remedy::stopVm),
    FORGET_SAVED(
            Step.FORGET_SAVED,
            "mvn vcam:vm -Dvcam.vm.forget",
            place -> SavedGuests.in(place.options().vm().cache()).clear()),
    STOP_CAMERAS(
            Step.STOP_CAMERAS,
            "mvn vcam:stop",
            place -> new StartedCameras(place.options().directory().resolve("vcam")).stop());

    private final Step step;
    private final String command;
    private final Consumer<Place> deed;

    Remedy(Step step, String command, Consumer<Place> deed) {
        this.step = step;
        this.command = command;
        this.deed = deed;
    }

    static Remedy of(Step step) {
        return Arrays.stream(values())
                .filter(remedy -> remedy.step == step)
                .findFirst()
                .orElseThrow();
    }

    /** The one command that a cure is. */
    static String command(Cure cure) {
        return cure instanceof Cure.Shell shell ? shell.line() : of((Step) cure).command();
    }

    String command() {
        return command;
    }

    /** The command, for the middle of a sentence. */
    String quoted() {
        return "`" + command + "`";
    }

    /** Does it to a place. */
    void take(Place place) {
        deed.accept(place);
    }

    private static void stopVm(Place place) {
        new MicroVm(place.options().vm(), CommandRunner.create(), line -> {}).stop();
    }
}
