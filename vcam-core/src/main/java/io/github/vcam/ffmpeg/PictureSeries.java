// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.error.CoreError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Pictures in a directory that are numbered, as {@code still%03d.png} names them (FFmpeg: image2's sequence). */
final class PictureSeries {
    private static final Pattern NUMBERED = Pattern.compile("([^%]*)%(?:0(\\d))?d([^%]*)");

    private PictureSeries() {}

    /** The least number among the pictures that a path with a pattern means; empty when it means one file. */
    static OptionalInt firstNumber(Path file) {
        Matcher pattern = NUMBERED.matcher(name(file));
        return pattern.matches()
                ? of(file).stream()
                        .mapToInt(member -> number(pattern, name(member)))
                        .min()
                : OptionalInt.empty();
    }

    private static int number(Matcher pattern, String name) {
        String digits = name.substring(
                pattern.group(1).length(), name.length() - pattern.group(3).length());
        return Integer.parseInt(digits);
    }

    /** The pictures that a path with a pattern means, in no order; none when it means one file. */
    static List<Path> of(Path file) {
        Matcher pattern = NUMBERED.matcher(name(file));
        Path directory = file.toAbsolutePath().getParent();
        if (!pattern.matches() || directory == null || !Files.isDirectory(directory) || Files.exists(file)) {
            return List.of();
        }
        String digits = pattern.group(2) == null ? "\\d{1,9}" : "\\d{" + pattern.group(2) + ",9}";
        Predicate<String> member = Pattern.compile(
                        Pattern.quote(pattern.group(1)) + digits + Pattern.quote(pattern.group(3)))
                .asMatchPredicate();
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> member.test(name(path))).toList();
        } catch (IOException e) {
            throw new FfmpegException(
                    CoreError.INPUT_UNREADABLE, "Cannot look into " + directory + ": " + e.getMessage());
        }
    }

    private static String name(Path file) {
        return Objects.toString(file.getFileName(), "");
    }
}
