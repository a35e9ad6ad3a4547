// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.junit;

import io.github.vcam.DirectedCamera;
import io.github.vcam.feed.Inputs;
import io.github.vcam.feed.Placeholders;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.v4l2.OwnedDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The camera of a test. Each change of its picture returns when every program that takes frames has got one of the new
 * picture, so what a test sees after it is new; it fails, and names the program, when one takes none in time. Safe for use
 * by several threads.
 */
public final class VirtualCameraUnderTest {
    private final String label;
    private final OwnedDevice owned;
    private final DirectedCamera camera;

    private VirtualCameraUnderTest(String label, OwnedDevice owned, DirectedCamera camera) {
        this.label = label;
        this.owned = owned;
        this.camera = camera;
    }

    static VirtualCameraUnderTest make(WithVirtualCamera wish) {
        FrameFormat format = FrameFormat.of(PixelFormat.of(wish.format()), FrameSize.of(wish.size()));
        FrameRate rate = FrameRate.of(wish.fps());
        String input = Inputs.resolve(wish.input(), Path.of(""));
        Optional<String> placeholder = Placeholders.input(wish.label(), wish.form(), wish.placeholder(), Path.of(""));
        OwnedDevice owned = OwnedDevice.add(wish.label(), wish.form());
        try {
            placeholder.ifPresent(picture -> Placeholders.show(owned.node(), format, picture));
            DirectedCamera camera =
                    DirectedCamera.open(owned.node(), format, rate, input, Duration.ofMillis(wish.limitMillis()));
            return new VirtualCameraUnderTest(wish.label(), owned, camera);
        } catch (RuntimeException e) {
            owned.close();
            throw e;
        }
    }

    /** The name that programs show. */
    public String label() {
        return label;
    }

    /** The node that programs open: {@code /dev/video3}. */
    public String device() {
        return owned.consumerNode();
    }

    /** Shows a picture. Fails when it cannot be read; then what was shown goes on. */
    public void show(Path picture) {
        camera.show(picture);
    }

    /** Plays an input from its begin, again and again: a file, a URL, {@code pattern:<name>} or {@code lavfi:<graph>}. */
    public void play(String input) {
        camera.play(Inputs.resolve(input, Path.of("")));
    }

    /** Shows black. */
    public void black() {
        camera.black();
    }

    /** Stays on the picture that is shown; frames go on. */
    public void freeze() {
        camera.freeze();
    }

    /** Goes on from there. */
    public void resume() {
        camera.resume();
    }

    /** Goes to the frame of what plays that is to be shown at this time after its first one, or to its last one. */
    public void seek(Duration time) {
        camera.seek(time);
    }

    /** The camera goes, though programs have it open. */
    void remove() {
        try {
            camera.close();
        } finally {
            owned.close();
        }
    }

    @Override
    public String toString() {
        return label + " (" + device() + ")";
    }
}
