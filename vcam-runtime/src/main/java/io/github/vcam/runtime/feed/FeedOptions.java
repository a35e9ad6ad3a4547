// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.ErrorId;
import io.github.vcam.error.InvalidValueException;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.worker.FeedOrder;
import io.github.vcam.source.TestPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Checks a feed's order before anything is started for it. */
public final class FeedOptions {
    private static final String PATTERN = "pattern:";

    private FeedOptions() {}

    /** The order, its input made absolute, or the user's mistake. */
    public static FeedOrder checked(FeedOrder order, Path directory) {
        if (order.input().isBlank()) {
            throw new InvalidValueException(
                    CoreError.INPUT_MISSING,
                    "input",
                    "no input is given; it can be clip.mp4, for instance, or pattern:bars");
        }
        order.request();
        if (order.input().startsWith(PATTERN)) {
            TestPattern.of(order.input().substring(PATTERN.length()));
        }
        Optional<Path> file = file(order.input(), directory);
        file.ifPresent(FeedOptions::checkFile);
        return file.map(path -> order.withInput(path.toString())).orElse(order);
    }

    /** The input as a file, if it is one: anything without a scheme such as {@code http:} or {@code pattern:}. */
    public static Optional<Path> file(String input, Path directory) {
        if (input.startsWith("file:")) {
            return Optional.of(directory
                    .resolve(input.substring("file:".length()).replaceFirst("^//", ""))
                    .toAbsolutePath()
                    .normalize());
        }
        return input.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")
                ? Optional.empty()
                : Optional.of(directory.resolve(input).toAbsolutePath().normalize());
    }

    private static void checkFile(Path file) {
        if (!Files.exists(file)) {
            throw failure(CoreError.INPUT_MISSING, "there is no file " + file);
        }
        if (Files.isDirectory(file)) {
            throw failure(CoreError.INPUT_UNREADABLE, file + " is a directory");
        }
        if (!Files.isReadable(file)) {
            throw failure(CoreError.INPUT_UNREADABLE, "the file " + file + " may not be read");
        }
        try {
            if (Files.isRegularFile(file) && Files.size(file) == 0) {
                throw failure(CoreError.INPUT_EMPTY, "the file " + file + " is empty");
            }
        } catch (IOException e) {
            throw new VcamException(CoreError.INPUT_MISSING, "looking at " + file + ": " + e.getMessage(), e);
        }
    }

    private static VcamException failure(ErrorId code, String sentence) {
        return new VcamException(code, sentence);
    }
}
