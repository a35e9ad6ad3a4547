// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.cameras;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.vcam.runtime.OwnCamera.Playing;
import io.github.vcam.runtime.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The cameras that were started, as {@code target/vcam/cameras.json} tells tests and other programs; there is a schema in
 * {@code docs/cameras.schema.json}.
 *
 * @param schema the version of this form
 * @param place {@code host}, or {@code vm}: then programs of this machine do not see the devices
 * @param pid the process that keeps them
 * @param control the URL below which they are directed, with the token: whoever has it may direct them
 * @param token the same token, for a request's head
 * @param cameras in the order in which they were asked for
 */
public record CamerasFile(int schema, String place, long pid, String control, String token, List<Playing> cameras) {
    private static final int SCHEMA = 1;
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    static CamerasFile of(String place, String control, String token, List<Playing> cameras) {
        return new CamerasFile(SCHEMA, place, ProcessHandle.current().pid(), control, token, cameras);
    }

    /** Writes it for its owner alone. */
    void write(Path file) throws IOException {
        WholeFile.writePrivate(file, GSON.toJson(this) + "\n");
    }

    /** What the file says, if it is there. */
    static Optional<CamerasFile> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(GSON.fromJson(Files.readString(file), CamerasFile.class));
        } catch (JsonParseException e) {
            throw new IOException(file + " does not say which cameras there are: " + e.getMessage(), e);
        }
    }
}
