// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code target/vcam/devices.json}: the loaded devices, for tests and other programs. */
public final class DevicesFile {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private record Entry(int number, String node, String label) {}

    private DevicesFile() {}

    public static void write(Path file, List<ModuleState.Device> devices) {
        List<Entry> entries = devices.stream()
                .map(device -> new Entry(device.number(), device.node(), device.label()))
                .toList();
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, GSON.toJson(entries) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + file, e);
        }
    }

    /** The first device's node, if the file is there. */
    public static Optional<String> firstNode(Path file) {
        try {
            Entry[] entries = Files.exists(file) ? GSON.fromJson(Files.readString(file), Entry[].class) : new Entry[0];
            return Arrays.stream(entries).map(Entry::node).findFirst();
        } catch (IOException | JsonParseException e) {
            return Optional.empty();
        }
    }

    public static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("removing " + file, e);
        }
    }
}
