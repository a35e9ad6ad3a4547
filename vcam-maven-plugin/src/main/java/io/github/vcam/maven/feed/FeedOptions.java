// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.feed;

import io.github.vcam.error.Advice;
import io.github.vcam.error.ErrorCode;
import io.github.vcam.error.VcamException;
import io.github.vcam.maven.worker.FeedOrder;
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
            throw new VcamException(
                    ErrorCode.INPUT_MISSING,
                    "no input is given; say what to play, for instance -Dinput=clip.mp4 or -Dinput=pattern:bars");
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
            throw failure(ErrorCode.INPUT_MISSING, "there is no file " + file);
        }
        if (Files.isDirectory(file)) {
            throw failure(ErrorCode.INPUT_UNREADABLE, file + " is a directory");
        }
        if (!Files.isReadable(file)) {
            throw failure(ErrorCode.INPUT_UNREADABLE, "the file " + file + " may not be read");
        }
        try {
            if (Files.isRegularFile(file) && Files.size(file) == 0) {
                throw failure(ErrorCode.INPUT_EMPTY, "the file " + file + " is empty");
            }
        } catch (IOException e) {
            throw new VcamException(ErrorCode.INPUT_MISSING, "looking at " + file + ": " + e.getMessage(), e);
        }
    }

    private static VcamException failure(ErrorCode code, String sentence) {
        return new VcamException(code, Advice.append(sentence, code));
    }
}
