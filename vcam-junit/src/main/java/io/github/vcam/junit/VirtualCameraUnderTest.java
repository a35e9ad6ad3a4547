// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.junit;

import io.github.vcam.Directable;
import io.github.vcam.DirectedCamera;
import io.github.vcam.feed.FeedRequest;
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
 * The camera of a test, which is beside the test. Each change of its picture returns when every program that takes frames
 * has got one of the new picture, so what a test sees after it is new; it fails, and names the program, when one takes none
 * in time. Safe for use by several threads.
 */
public final class VirtualCameraUnderTest implements Directable {
    private static final String ITS_OWN = "its own";

    private final String label;
    private final DirectedCamera camera;

    private VirtualCameraUnderTest(String label, DirectedCamera camera) {
        this.label = label;
        this.camera = camera;
    }

    static VirtualCameraUnderTest make(WithVirtualCamera wish) {
        FrameFormat format = FrameFormat.of(PixelFormat.of(wish.format()), FrameSize.of(wish.size()));
        FeedRequest request = FeedRequest.of(Inputs.resolve(wish.input(), Path.of("")), ITS_OWN)
                .withFormat(format.pixelFormat())
                .withSize(format.size())
                .withRate(FrameRate.of(wish.fps()))
                .withLoop(true);
        Optional<String> placeholder = Placeholders.input(wish.label(), wish.form(), wish.placeholder(), Path.of(""));
        OwnedDevice owned = OwnedDevice.add(wish.label(), wish.form());
        try {
            placeholder.ifPresent(picture -> Placeholders.show(owned, format, picture));
        } catch (RuntimeException e) {
            owned.close();
            throw e;
        }
        return new VirtualCameraUnderTest(
                wish.label(), DirectedCamera.make(owned, request, Duration.ofMillis(wish.limitMillis())));
    }

    /** The name that programs show. */
    public String label() {
        return label;
    }

    /** The node that programs open: {@code /dev/video3}. It may be another one after {@link #reconnect}. */
    public String device() {
        return camera.consumerDevice();
    }

    @Override
    public void show(Path picture) {
        camera.show(picture);
    }

    @Override
    public void play(String input) {
        camera.play(Inputs.resolve(input, Path.of("")));
    }

    @Override
    public void black() {
        camera.black();
    }

    @Override
    public void freeze() {
        camera.freeze();
    }

    @Override
    public void resume() {
        camera.resume();
    }

    @Override
    public void seek(Duration time) {
        camera.seek(time);
    }

    @Override
    public void disconnect() {
        camera.disconnect();
    }

    @Override
    public void reconnect() {
        camera.reconnect();
    }

    /** The camera goes, though programs have it open. */
    void remove() {
        camera.close();
    }

    @Override
    public String toString() {
        return label + " (" + device() + ")";
    }
}
