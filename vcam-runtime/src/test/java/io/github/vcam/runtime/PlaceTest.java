// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.runtime.kernel.ModuleState;
import io.github.vcam.runtime.place.FakeMachine;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The face, over a machine that answers as the test wants. */
class PlaceTest {
    private static final String INSTALLED =
            "installed-filename\t/lib/modules/6.1.0/updates/v4l2loopback.ko\ninstalled-srcversion\tABC\n";
    private static final String LOADED = INSTALLED + "loaded\t0.1.0-vcam\tABC\nparameter\tallowed_gid\t-1\n"
            + "node\t4\tyes\tFront\nnode\t5\tyes\tBack\n";

    @TempDir
    Path directory;

    private boolean loaded;

    private CommandResult answer(Command command) {
        String line = String.join(" ", command.argv());
        if (line.contains("rmmod")) {
            loaded = false;
        } else if (line.contains("devices=2")) {
            loaded = true;
            return FakeMachine.said(INSTALLED + "now\t\n" + LOADED);
        } else {
            return FakeMachine.said(loaded ? LOADED : INSTALLED);
        }
        return FakeMachine.said("");
    }

    private final FakeMachine machine = new FakeMachine(this::answer);

    private Place place() {
        return new Place(
                machine, (command, streams) -> 0, PlaceOptions.auto().withDirectory(directory), "as the test wants");
    }

    @Test
    void camerasAreLoaded_eachIsFoundByItsLabelAndTheFirstIsTheUsualOne() {
        try (Place place = place()) {
            assertThat(place.usualDevice()).isEqualTo("/dev/video10");
            try (Cameras cameras = place.load(CameraSpec.named("Front"), CameraSpec.named("Back"))) {
                assertThat(cameras).extracting(Camera::node).containsExactly("/dev/video4", "/dev/video5");
                assertThat(cameras.get("Back").request("in.mp4").device()).isEqualTo("/dev/video5");
                assertThat(place.usualDevice()).isEqualTo("/dev/video4");
                assertThatThrownBy(() -> cameras.get("Left"))
                        .isInstanceOfSatisfying(
                                VcamException.class, e -> assertThat(e.code()).isEqualTo(CoreError.DEVICE_ABSENT))
                        .hasMessageContaining("Front (/dev/video4), Back (/dev/video5)");
            }
            assertThat(loaded).isFalse();
            assertThat(place.usualDevice()).isEqualTo("/dev/video10");
        }
        assertThat(machine.commands())
                .anySatisfy(line ->
                        assertThat(line).contains("devices=2", "video_nr=-1,-1", "card_label=Front,Back", "camera=1,1"))
                .anySatisfy(line -> assertThat(line).contains("PlaceholderWorker", "/dev/video5", "placeholder:Back"));
    }

    @Test
    void placeDoesNotRun_nothingIsStartedToSaySo() {
        machine.stopped();
        Place place = place();
        assertThat(place.status()).isEqualTo(ModuleState.NOTHING);
        assertThat(place.unload()).isFalse();
        assertThatThrownBy(() -> place.snapshot("/dev/video10", Duration.ZERO, directory.resolve("a.png")))
                .hasMessageEndingWith("[VCAM-301]");
        assertThatThrownBy(() -> place.play(FeedRequest.of("pattern:bars", "0")))
                .hasMessageEndingWith("[VCAM-301]");
        assertThat(machine.commands()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp://camera/1", "HTTPS://example.org/a.mp4", "udp://@:1234"})
    void placeHasNoNetwork_whatComesFromOneIsRefused(String input) {
        FeedRequest request = FeedRequest.of(input, "0");
        assertThat(place().asSeenThere(request).input()).isEqualTo(input);
        machine.withoutNetwork();
        assertThatThrownBy(() -> place().asSeenThere(request))
                .hasMessageContaining("playing " + input + " in the fake: it has no network")
                .hasMessageEndingWith("[VCAM-608]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pattern:bars", "lavfi:testsrc2=size=640x480", "lavfi:movie=a.mp4,scale=1://", "file:///a.mp4"})
    void placeHasNoNetwork_otherInputsDoNotNeedOne(String input) {
        machine.withoutNetwork();
        assertThat(place().asSeenThere(FeedRequest.of(input, "0")).input()).isNotEmpty();
    }

    @Test
    void labelWithAComma_wouldBeTwo() {
        assertThatThrownBy(() -> CameraSpec.named("a,b")).hasMessageEndingWith("[VCAM-204]");
    }

    @Test
    void options_beginAsUsual() {
        assertThat(List.of(PlaceOptions.auto(), PlaceOptions.thisMachine(), PlaceOptions.microVm()))
                .extracting(PlaceOptions::where)
                .containsExactly("auto", "host", "vm");
        assertThatThrownBy(() -> Place.open(PlaceOptions.of("moon"))).hasMessageEndingWith("[VCAM-204]");
    }
}
