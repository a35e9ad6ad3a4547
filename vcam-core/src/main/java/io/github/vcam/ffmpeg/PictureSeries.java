// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static java.util.stream.Collectors.groupingBy;

import io.github.vcam.error.CoreError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures that are the frames of one film: numbered ones, as {@code still%03d.png} names them, or those of a directory in the
 * order of their names (FFmpeg: image2).
 *
 * @param members at least one, in no order
 * @param place what FFmpeg opens
 * @param options of image2
 */
record PictureSeries(List<Path> members, String place, Map<String, String> options) {
    private static final Logger LOG = LoggerFactory.getLogger(PictureSeries.class);
    private static final Pattern NUMBERED = Pattern.compile("([^%]*)%(?:0(\\d))?d([^%]*)");
    private static final Pattern GLOB = Pattern.compile("[\\\\*?\\[\\]{}]");
    private static final Set<String> PICTURES =
            Set.of("png", "jpg", "jpeg", "webp", "bmp", "tif", "tiff", "ppm", "pgm", "tga", "jp2", "exr", "dpx");

    /** The pictures that a path means; empty when it means one file, or what is not there. */
    static Optional<PictureSeries> of(Path file) {
        return Files.isDirectory(file) ? ofDirectory(file) : numbered(file);
    }

    private static Optional<PictureSeries> numbered(Path file) {
        Matcher pattern = NUMBERED.matcher(name(file));
        Path directory = file.toAbsolutePath().getParent();
        if (!pattern.matches() || directory == null || !Files.isDirectory(directory) || Files.exists(file)) {
            return Optional.empty();
        }
        String digits = pattern.group(2) == null ? "\\d{1,9}" : "\\d{" + pattern.group(2) + ",9}";
        Predicate<String> member = Pattern.compile(
                        Pattern.quote(pattern.group(1)) + digits + Pattern.quote(pattern.group(3)))
                .asMatchPredicate();
        List<Path> members =
                list(directory).filter(path -> member.test(name(path))).toList();
        return members.stream()
                .map(path -> number(pattern, name(path)))
                .min(Comparator.naturalOrder())
                .map(first -> new PictureSeries(
                        members,
                        file.toAbsolutePath().toString(),
                        Map.of("pattern_type", "sequence", "start_number", Integer.toString(first))));
    }

    private static int number(Matcher pattern, String name) {
        String digits = name.substring(
                pattern.group(1).length(), name.length() - pattern.group(3).length());
        return Integer.parseInt(digits);
    }

    /** Those of one kind, for frames are of one codec: of the kind of which there are most. */
    private static Optional<PictureSeries> ofDirectory(Path directory) {
        Map<String, List<Path>> kinds = list(directory)
                .filter(path -> PICTURES.contains(ending(path).toLowerCase(Locale.ROOT)))
                .collect(groupingBy(PictureSeries::ending));
        Comparator<Map.Entry<String, List<Path>>> byCount =
                Comparator.comparing(kind -> kind.getValue().size());
        Optional<Map.Entry<String, List<Path>>> most =
                kinds.entrySet().stream().max(byCount.thenComparing(Map.Entry::getKey));
        if (kinds.size() > 1) {
            LOG.warn("{} has pictures of several kinds, {}: one kind is played", directory, kinds.keySet());
        }
        return most.map(kind -> new PictureSeries(
                kind.getValue(),
                GLOB.matcher(directory.toAbsolutePath().toString()).replaceAll("\\\\$0") + "/*." + kind.getKey(),
                Map.of("pattern_type", "glob")));
    }

    private static Stream<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new FfmpegException(
                    CoreError.INPUT_UNREADABLE, "Cannot look into " + directory + ": " + e.getMessage());
        }
    }

    private static String ending(Path file) {
        String name = name(file);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String name(Path file) {
        return Objects.toString(file.getFileName(), "");
    }
}
