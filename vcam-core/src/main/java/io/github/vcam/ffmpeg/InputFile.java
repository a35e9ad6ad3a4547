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
import java.util.Set;
import java.util.regex.Pattern;

/** The file that an input names, and what is wrong with it in plainer words than FFmpeg's. */
public final class InputFile {
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
    private static final String SCHEME = "file:";

    private static final Path STANDARD_INPUT = Path.of("/dev/stdin");
    private static final Set<String> STANDARD_INPUTS = Set.of("-", "pipe:", "pipe:0");

    private InputFile() {}

    /** Whether an input is what this program reads: {@code -} or {@code pipe:0}. */
    public static boolean isStandardInput(String input) {
        return STANDARD_INPUTS.contains(input);
    }

    /**
     * The input as a file; empty for what has a scheme other than {@code file:}. The standard input of this program, {@code -}
     * or {@code pipe:0}, is a file as well. Fails with INPUT_MISSING for a name that no file can have.
     */
    public static Optional<Path> of(String input) {
        if (isStandardInput(input)) {
            return Optional.of(STANDARD_INPUT);
        }
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

    /** Whether an input is a file whose bytes come from elsewhere, once: a pipe, a socket or a device. */
    public static boolean isStream(String input) {
        return of(input).filter(InputFile::isStream).isPresent();
    }

    private static boolean isStream(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }

    /** Fails with INPUT_ONCE for what cannot be played a second time. */
    public static void requireRepeatable(String input) {
        if (isStream(input)) {
            throw new FfmpegException(
                    CoreError.INPUT_ONCE, input + " cannot be played a second time: what comes out of a pipe is gone");
        }
    }

    /** What FFmpeg opens: a file by its whole path, because a colon in a name is the end of a scheme to it. */
    static String place(String input) {
        return of(input).map(file -> file.toAbsolutePath().toString()).orElse(input);
    }

    /** The pictures that a name with a number's pattern, or a directory, means; none when it means one file. */
    public static List<Path> series(Path file) {
        return PictureSeries.of(file).map(PictureSeries::members).orElse(List.of());
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
        if (PictureSeries.of(file).isPresent()) {
            return;
        }
        if (!Files.exists(file)) {
            throw new FfmpegException(CoreError.INPUT_MISSING, "There is no file " + file);
        }
        if (Files.isDirectory(file)) {
            throw new FfmpegException(CoreError.INPUT_UNREADABLE, file + " is a directory without pictures");
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
