// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.cameras;

import io.github.vcam.Directable;
import io.github.vcam.error.ErrorId;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.OwnCamera.Playing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A camera that is directed by HTTP. Safe for use by several threads; changes happen one after the other. */
final class ControlledCamera {
    private final Directable camera;
    private final Supplier<Playing> playing;
    private final BooleanSupplier connected;
    private @Nullable Path shown;

    /**
     * One.
     *
     * @param playing tells how it plays now
     * @param connected tells whether its device is there
     */
    ControlledCamera(Directable camera, Supplier<Playing> playing, BooleanSupplier connected) {
        this.camera = camera;
        this.playing = playing;
        this.connected = connected;
    }

    /** What a change is. */
    @FunctionalInterface
    interface Change {
        void on(Directable camera);
    }

    /** What it is called in a URL. */
    String name() {
        return CameraNames.word(playing.get().label());
    }

    State state() {
        Playing now = playing.get();
        return new State(
                name(), now.label(), now.device(), now.format(), now.fps(), now.method(), connected.getAsBoolean());
    }

    synchronized void change(Change change) {
        change.on(camera);
    }

    /** Plays something else than a picture that came with a request. */
    synchronized void play(Change change) {
        change.on(camera);
        keep(null);
    }

    /**
     * Shows a picture that came with a request.
     *
     * @param picture a file that is removed when it is needed no more
     */
    synchronized void show(Path picture) {
        try {
            camera.show(picture);
        } catch (VcamException e) {
            if (e.code().side() == ErrorId.Side.USER) {
                delete(picture);
            } else {
                keep(picture); // it is shown, but somebody has not got it
            }
            throw e;
        }
        keep(picture);
    }

    private void keep(@Nullable Path picture) {
        if (shown != null) {
            delete(shown);
        }
        shown = picture;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // its directory goes later
        }
    }

    /** What is told of it. */
    record State(
            String name, String label, String device, String format, String fps, String method, boolean connected) {}
}
