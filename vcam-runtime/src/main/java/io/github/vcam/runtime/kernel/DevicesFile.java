// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.vcam.runtime.file.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code target/vcam/devices.json}: the loaded devices, for tests and other programs. */
public final class DevicesFile {
    private static final Logger LOG = LoggerFactory.getLogger(DevicesFile.class);
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private record Entry(int number, @Nullable String node, String label) {}

    private DevicesFile() {}

    public static void write(Path file, List<ModuleState.Device> devices) {
        List<Entry> entries = devices.stream()
                .map(device -> new Entry(device.number(), device.node(), device.label()))
                .toList();
        try {
            WholeFile.write(file, GSON.toJson(entries) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + file, e);
        }
    }

    /** The first device's node, if the file is there. One that says nothing sensible counts for none. */
    public static Optional<String> firstNode(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return nodes(Files.readString(file)).findFirst();
        } catch (IOException | JsonParseException e) {
            LOG.warn(
                    "{} does not say which devices are loaded ({}); loading them anew writes it anew",
                    file,
                    e.getMessage());
            return Optional.empty();
        }
    }

    private static Stream<String> nodes(String text) {
        @Nullable Entry @Nullable [] entries = GSON.fromJson(text, Entry[].class);
        if (entries == null) {
            throw new JsonParseException("it is empty");
        }
        return Arrays.stream(entries).flatMap(entry -> Stream.ofNullable(entry == null ? null : entry.node()));
    }

    public static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("removing " + file, e);
        }
    }
}
