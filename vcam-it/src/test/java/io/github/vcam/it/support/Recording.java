// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The film of Debian's package forensics-samples-files, H.264 and sound. */
public final class Recording {
    public static final String FILE = "/usr/share/forensics-samples/original-files/movie2/movie-hello.mp4";
    public static final int FRAMES = 250;
    public static final int WIDTH = 1280;
    public static final int HEIGHT = 720;

    private Recording() {}

    /**
     * The same frames at a fifth of their rate, so that an emulated machine keeps up, and all of them: the film's edit
     * list hides the last.
     */
    public static Path slow() {
        Path copy = Camera.share().resolve("slow.mp4");
        List<String> words = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-y"));
        words.addAll(List.of("-ignore_editlist", "1", "-itsscale", "5", "-i", FILE, "-an", "-c", "copy"));
        words.add(copy.toString());
        Programs.call(Duration.ofMinutes(2), words);
        return copy;
    }

    /** Some frames of a copy, counted from 0 in rising order, as the ffmpeg program decodes and converts them. */
    public static Map<Long, byte[]> decoded(String file, PixelFormat format, long... numbers) {
        String wanted = Arrays.stream(numbers)
                .mapToObj(number -> "eq(n\\," + number + ")")
                .collect(Collectors.joining("+"));
        try {
            Path raw = Files.createTempFile("vcam-it-", ".raw");
            String count = Integer.toString(numbers.length);
            List<String> words = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-y", "-i", file));
            words.addAll(List.of("-vf", "select=" + wanted, "-vsync", "0", "-frames:v", count));
            words.addAll(List.of("-pix_fmt", format.ffmpegName(), "-f", "rawvideo", raw.toString()));
            Programs.call(Duration.ofMinutes(5), words);
            byte[] bytes = Files.readAllBytes(raw);
            Files.delete(raw);
            return split(bytes, FrameFormat.of(format, WIDTH, HEIGHT).sizeImage(), numbers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Long, byte[]> split(byte[] bytes, int size, long... numbers) {
        assertThat(bytes.length).isEqualTo(size * numbers.length);
        Map<Long, byte[]> frames = new TreeMap<>();
        for (int i = 0; i < numbers.length; i++) {
            frames.put(numbers[i], Arrays.copyOfRange(bytes, i * size, (i + 1) * size));
        }
        return frames;
    }
}
