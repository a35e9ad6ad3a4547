// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What tells that a file is still the same one with the same content, without reading it. */
final class FileStamp {
    private static final int NUMBERS = 4;

    private FileStamp() {}

    /**
     * Its path, where it lies, its size and when it was last changed, content or attributes: no program sets that back.
     *
     * @throws IOException when there is none
     */
    static String of(Path file) throws IOException {
        return ofContent(file) + " " + file;
    }

    /** Whose stamp this is. */
    static Path file(String stamp) {
        return Path.of(stamp.split(" ", NUMBERS + 1)[NUMBERS]);
    }

    /** The same without the path, for a file that moves with its directory. */
    static String ofContent(Path file) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(file, "unix:ino,size,lastModifiedTime,ctime");
        return attributes.get("ino") + " " + attributes.get("size") + " " + attributes.get("lastModifiedTime") + " "
                + attributes.get("ctime");
    }
}
