// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.github.vcam.runtime.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The program that is to wait, started already, in guests that will be saved. The next ones are of this user's last kind.
 *
 * @param program its words, without an order
 * @param files absolute paths of what it reads on this machine, beside Java
 * @param rehearsals orders that make it quicker when it has done them; /dev/video0 gives pictures then, and /dev/video1
 *     takes some
 */
public record StandbyProgram(List<String> program, List<String> files, List<List<String>> rehearsals) {
    private static final Gson GSON = new Gson();

    /** What is remembered in this directory, if there is one and its files are. */
    static Optional<StandbyProgram> in(Path directory) {
        try {
            StandbyProgram found = GSON.fromJson(Files.readString(file(directory)), StandbyProgram.class);
            return Optional.ofNullable(found)
                    .filter(program -> program.files().stream().allMatch(file -> Files.isReadable(Path.of(file))));
        } catch (IOException | JsonParseException e) {
            return Optional.empty();
        }
    }

    /**
     * Remembers it.
     *
     * @return whether it was another before
     */
    boolean write(Path directory) throws IOException {
        String text = GSON.toJson(this);
        Path file = file(directory);
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            return false;
        }
        Files.createDirectories(directory);
        WholeFile.write(file, text);
        return true;
    }

    private static Path file(Path directory) {
        return directory.resolve("standby.json");
    }
}
