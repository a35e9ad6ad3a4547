// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.feed;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.ffmpeg.FfmpegSource;
import io.github.vcam.ffmpeg.InputFile;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.Look;
import io.github.vcam.source.FrameSource;
import io.github.vcam.source.InputAccess;
import io.github.vcam.source.PlaceholderSource;
import io.github.vcam.source.StillSource;
import io.github.vcam.source.TestPattern;
import io.github.vcam.source.TestPatternSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens the source that one string names: "pattern:name", "lavfi:graph", "placeholder:label", or a file, URL or image.
 */
public final class Inputs {
    private static final String PATTERN = "pattern:";
    private static final String GRAPH = "lavfi:";
    private static final String PIPE = "pipe:";
    private static final String PLACEHOLDER = "placeholder:";
    private static final FrameSize USUAL_SIZE = new FrameSize(640, 480);
    private static final FrameRate USUAL_RATE = FrameRate.of(30);

    private Inputs() {}

    /**
     * The input with a file's path made absolute. Fails with one of the INPUT ids when there is no such file, or no such
     * pattern; whatever else an input may be is left alone.
     */
    public static String resolve(String input, Path directory) {
        if (isStandardInput(input)) {
            return input;
        }
        if (input.startsWith(PIPE)) {
            throw new VcamException(
                    CoreError.INPUT_UNREADABLE, input + " is of this program alone: standard input is - or pipe:0");
        }
        if (input.startsWith(PATTERN)) {
            TestPattern.of(input.substring(PATTERN.length()));
        }
        Optional<Path> file = InputFile.in(directory, input);
        file.ifPresent(InputFile::check);
        return file.map(Path::toString).orElse(input);
    }

    /**
     * The input as a file, if it is one: {@code file:}, or anything without a scheme such as {@code http:} or
     * {@code pattern:}. Fails with INPUT_MISSING for a name that no file can have.
     */
    public static Optional<Path> file(String input) {
        return InputFile.of(input);
    }

    /** Whether an input is what this program reads: {@code -} or {@code pipe:0}. */
    public static boolean isStandardInput(String input) {
        return InputFile.isStandardInput(input);
    }

    /** Whether an input is a file whose bytes come from elsewhere, once: a pipe, a socket or a device. */
    public static boolean isStream(String input) {
        return InputFile.isStream(input);
    }

    /** Fails with INPUT_ONCE for what cannot be played a second time: pipes. */
    static void requireRepeatable(String input) {
        InputFile.requireRepeatable(input);
    }

    /** The files that an input's file stands for: itself, numbered pictures, or those of a directory. */
    public static List<Path> filesOf(Path file) {
        List<Path> pictures = InputFile.series(file);
        return pictures.isEmpty() ? List.of(file) : pictures;
    }

    /**
     * Opens an input as it looks; fails with one of the INPUT ids. A {@code rate} of null keeps the input's own;
     * {@code size} is for patterns, which have none of their own. A still image repeats without end.
     */
    public static FrameSource open(String input, @Nullable FrameSize size, @Nullable FrameRate rate, boolean loop) {
        return open(input, InputAccess.USUAL, size, rate, loop, Look.PLAIN);
    }

    /** What a request plays. Fails with one of the INPUT ids. */
    public static FrameSource open(FeedRequest request) {
        return open(request.input(), request.access(), request.size(), request.rate(), request.loop(), request.look());
    }

    private static FrameSource open(
            String input,
            InputAccess access,
            @Nullable FrameSize size,
            @Nullable FrameRate rate,
            boolean loop,
            Look look) {
        if (input.startsWith(PATTERN) || input.startsWith(PLACEHOLDER)) {
            return drawn(
                    input, Objects.requireNonNullElse(size, USUAL_SIZE), Objects.requireNonNullElse(rate, USUAL_RATE));
        }
        FfmpegSource source = input.startsWith(GRAPH)
                ? FfmpegSource.graph(input.substring(GRAPH.length()), rate, look, loop)
                : FfmpegSource.file(input, access, rate, look, loop);
        return source.isStill() ? new StillSource(source, Objects.requireNonNullElse(rate, USUAL_RATE)) : source;
    }

    private static FrameSource drawn(String input, FrameSize size, FrameRate rate) {
        if (input.startsWith(PLACEHOLDER)) {
            return new StillSource(new PlaceholderSource(input.substring(PLACEHOLDER.length()), size, rate), rate);
        }
        TestPattern pattern = TestPattern.of(input.substring(PATTERN.length()));
        TestPatternSource source = new TestPatternSource(pattern, size, rate);
        return pattern.isStill() ? new StillSource(source, rate) : source;
    }
}
