// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.cameras;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.github.vcam.runtime.Place;
import io.github.vcam.runtime.PlaceOptions;
import io.github.vcam.runtime.vm.VmSettings;
import io.github.vcam.runtime.worker.CameraOrder;
import io.github.vcam.runtime.worker.WorkerEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a program that keeps cameras is to do. Travels as JSON.
 *
 * @param where {@code host} or {@code vm}
 * @param workerClassPath the jars with which programs beside the camera run
 * @param idle after how long without a consumer it ends
 * @param control how it is told what the cameras shall show
 */
record CamerasOrder(
        String where,
        VmSettings vm,
        Path directory,
        List<Path> workerClassPath,
        List<CameraOrder> cameras,
        Duration idle,
        ControlOptions control) {
    private static final Gson GSON = WorkerEvent.GSON
            .newBuilder()
            .registerTypeHierarchyAdapter(Path.class, new PathAdapter())
            .registerTypeAdapter(new TypeToken<Optional<String>>() {}.getType(), new OptionalAdapter())
            .create();

    static CamerasOrder of(Place place, List<CameraOrder> cameras, Duration idle, ControlOptions control) {
        PlaceOptions options = place.options();
        return new CamerasOrder(
                place.vm().isPresent() ? "vm" : "host",
                options.vm(),
                options.directory(),
                options.workerClassPath().get(),
                cameras,
                idle,
                control);
    }

    PlaceOptions options() {
        return PlaceOptions.of(where).withVm(vm).withDirectory(directory).withWorkerClassPath(() -> workerClassPath);
    }

    String toJson() {
        return GSON.toJson(this);
    }

    static CamerasOrder fromJson(String text) {
        return GSON.fromJson(text, CamerasOrder.class);
    }

    private static final class PathAdapter extends TypeAdapter<Path> {
        @Override
        public void write(JsonWriter out, Path value) throws IOException {
            out.value(value.toString());
        }

        @Override
        public Path read(JsonReader in) throws IOException {
            return Path.of(in.nextString());
        }
    }

    /** None is an empty string. */
    private static final class OptionalAdapter extends TypeAdapter<Optional<String>> {
        @Override
        public void write(JsonWriter out, Optional<String> value) throws IOException {
            out.value(value.orElse(""));
        }

        @Override
        public Optional<String> read(JsonReader in) throws IOException {
            return Optional.of(in.nextString()).filter(text -> !text.isEmpty());
        }
    }
}
