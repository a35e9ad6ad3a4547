// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.error.CoreError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The file that an input names, and what is wrong with it in plainer words than FFmpeg's. */
public final class InputFile {
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
    private static final String SCHEME = "file:";

    private InputFile() {}

    /**
     * The input as a file; empty for what has a scheme other than {@code file:}. Fails with INPUT_MISSING for a name
     * that no file can have.
     */
    public static Optional<Path> of(String input) {
        if (input.startsWith(SCHEME)) {
            return Optional.of(path(input.substring(SCHEME.length()).replaceFirst("^//", "")));
        }
        return URL.matcher(input).matches() ? Optional.empty() : Optional.of(path(input));
    }

    /** What FFmpeg opens: a file by its whole path, because a colon in a name is the end of a scheme to it. */
    static String place(String input) {
        return of(input).map(file -> file.toAbsolutePath().toString()).orElse(input);
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new FfmpegException(
                    CoreError.INPUT_MISSING, "No file can be called \"" + name + "\": " + e.getReason());
        }
    }

    /** Looks at the file before FFmpeg does; fails with one of the INPUT ids. */
    public static void check(Path file) {
        if (!Files.exists(file)) {
            throw new FfmpegException(CoreError.INPUT_MISSING, "There is no file " + file);
        }
        if (Files.isDirectory(file)) {
            throw new FfmpegException(CoreError.INPUT_UNREADABLE, file + " is a directory");
        }
        if (!Files.isReadable(file)) {
            throw new FfmpegException(CoreError.INPUT_UNREADABLE, "No right to read " + file);
        }
        try {
            if (Files.isRegularFile(file) && Files.size(file) == 0) {
                throw new FfmpegException(CoreError.INPUT_EMPTY, file + " is empty");
            }
        } catch (IOException e) {
            throw new FfmpegException(CoreError.INPUT_MISSING, "Cannot look at " + file + ": " + e.getMessage());
        }
    }
}
