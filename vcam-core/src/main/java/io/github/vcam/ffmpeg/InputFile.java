// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.error.CoreError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
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
        boolean url = URL.matcher(input).matches() && !isThere(input);
        return url ? Optional.empty() : Optional.of(path(input));
    }

    /** The same for a relative name in a directory. */
    public static Optional<Path> in(Path directory, String input) {
        Optional<Path> file = of(input);
        boolean there = file.isEmpty() && isThere(directory + "/" + input);
        return (there ? Optional.of(path(input)) : file)
                .map(path -> directory.resolve(path).toAbsolutePath().normalize());
    }

    /** Whatever a name looks like: a file that exists is what is meant. */
    private static boolean isThere(String name) {
        try {
            return Files.exists(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** What FFmpeg opens: a file by its whole path, because a colon in a name is the end of a scheme to it. */
    static String place(String input) {
        return of(input).map(file -> file.toAbsolutePath().toString()).orElse(input);
    }

    /** The pictures that a name with a number's pattern means; none when it means one file. */
    public static List<Path> series(Path file) {
        return PictureSeries.of(file);
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            boolean ascii = name.chars().allMatch(letter -> letter < 128);
            throw new FfmpegException(
                    CoreError.INPUT_MISSING,
                    ascii
                            ? "No file can be called \"" + name + "\": " + e.getReason()
                            : "Java's locale here has not all letters of \"" + name
                                    + "\": set LC_ALL=C.UTF-8, or another of UTF-8");
        }
    }

    /** Looks at the file before FFmpeg does; fails with one of the INPUT ids. */
    public static void check(Path file) {
        if (!PictureSeries.of(file).isEmpty()) {
            return;
        }
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
