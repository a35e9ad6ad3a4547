// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.ErrorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says what is wrong with an input in plainer words than FFmpeg's. */
public final class InputCheck {
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
    private static final String FILE = "file:";
    private static final int ENOENT = -2;

    private InputCheck() {}

    /** The input as a file; empty for what has a scheme other than {@code file:}. */
    public static Optional<Path> file(String input) {
        if (input.startsWith(FILE)) {
            return Optional.of(Path.of(input.substring(FILE.length()).replaceFirst("^//", "")));
        }
        return URL.matcher(input).matches() ? Optional.empty() : Optional.of(Path.of(input));
    }

    /** Looks at a local file before FFmpeg does; leaves URLs alone. */
    public static void local(String input) {
        if (URL.matcher(input).matches()) {
            return;
        }
        try {
            Path file = Path.of(input);
            if (!Files.exists(file)) {
                throw new FfmpegException(CoreError.INPUT_MISSING, "There is no file " + input);
            }
            if (Files.isDirectory(file)) {
                throw new FfmpegException(CoreError.INPUT_UNREADABLE, input + " is a directory");
            }
            if (!Files.isReadable(file)) {
                throw new FfmpegException(CoreError.INPUT_UNREADABLE, "No right to read " + input);
            }
            if (Files.isRegularFile(file) && Files.size(file) == 0) {
                throw new FfmpegException(CoreError.INPUT_EMPTY, input + " is empty");
            }
        } catch (InvalidPathException | IOException e) {
            throw new FfmpegException(CoreError.INPUT_MISSING, "Cannot look at " + input + ": " + e.getMessage());
        }
    }

    static FfmpegException unreadable(String input, int error) {
        ErrorId code = error == ENOENT ? CoreError.INPUT_MISSING : CoreError.INPUT_UNREADABLE;
        String detail = FfmpegLog.takeFirstError();
        String words = Ffmpeg.words(error) + (detail.isEmpty() ? "" : " (" + detail + ")");
        return new FfmpegException(code, "Opening " + input + ": " + words);
    }
}
