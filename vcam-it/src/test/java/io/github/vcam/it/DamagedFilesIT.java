// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.error.VcamException;
import io.github.vcam.ffmpeg.FfmpegSource;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.it.support.Programs;
import io.github.vcam.source.FrameSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that were damaged at random: each plays as far as it does, or is refused with an id. {@code vcam.it.damaged} files,
 * {@code vcam.it.seed} to have the same ones again.
 */
@Tag("outside")
@Tag("long")
class DamagedFilesIT {
    private static final int COUNT = Integer.getInteger("vcam.it.damaged", 1_000);
    private static final long SEED = Long.getLong("vcam.it.seed", System.nanoTime());
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MOST_FRAMES = 60;
    /** What may stay of so many files, in KiB: FFmpeg's and the allocator's own, not some of each. */
    private static final long LEFT = 64 * 1024;

    @TempDir
    private Path directory = Path.of("");

    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(FrameFormat.of(PixelFormat.YU12, 96, 64).sizeImage());

    @Test
    void filesAreDamaged_theyPlayAsFarAsTheyGoOrAreRefused() throws IOException {
        List<byte[]> whole = new ArrayList<>();
        for (String kind : List.of(
                "a.mp4 libx264 -bf 2",
                "b.ts libx264 -bf 2",
                "c.mkv libx264",
                "d.avi mjpeg -pix_fmt yuvj420p",
                "e.webm libvpx -b:v 1M",
                "f.mpg mpeg2video -q:v 3 -r 25",
                "g.gif gif -r 10",
                "h.png png -frames:v 1",
                "i.flv flv -q:v 3",
                "j.mov prores_ks")) {
            whole.add(make(kind));
        }
        Random random = new Random(SEED);
        Path file = directory.resolve("damaged");
        long before = 0;
        int refused = 0;
        for (int i = 0; i < COUNT; i++) {
            Files.write(file, damaged(whole.get(i % whole.size()), random));
            String which = "file " + i + " of seed " + SEED;
            refused += Assertions.assertTimeout(LIMIT, () -> isRefused(file), which) ? 1 : 0;
            if (i == COUNT / 2) {
                before = residentKib();
            }
        }
        assertThat(refused).as("some play, some do not").isBetween(1, COUNT - 1);
        assertThat(residentKib() - before)
                .as("KiB left by half of the files, seed " + SEED)
                .isLessThan(LEFT);
    }

    private byte[] make(String kind) throws IOException {
        String[] words = kind.split(" ");
        Path file = directory.resolve(words[0]);
        List<String> line = new ArrayList<>(List.of(
                "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=96x64:rate=25:duration=0.8", "-c:v", words[1]));
        line.addAll(Arrays.asList(words).subList(2, words.length));
        line.add(file.toString());
        Programs.call("ffmpeg", line.toArray(String[]::new));
        return Files.readAllBytes(file);
    }

    /** Cut off, overwritten in places, or with a part gone or doubled. */
    private static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        int hits = 1 + random.nextInt(1 + random.nextInt(50));
        for (int i = 0; i < hits; i++) {
            bytes[random.nextInt(random.nextInt(10) == 0 ? Math.min(200, bytes.length) : bytes.length)] =
                    (byte) random.nextInt(256);
        }
        int from = random.nextInt(bytes.length);
        int to = from + random.nextInt(bytes.length - from);
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(bytes, from);
            case 1 -> joined(Arrays.copyOf(bytes, from), Arrays.copyOfRange(bytes, to, bytes.length));
            case 2 -> joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, from, bytes.length));
            default -> bytes;
        };
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private boolean isRefused(Path file) {
        PlaneLayout layout = FrameFormat.of(PixelFormat.YU12, 96, 64).tight();
        try (FrameSource source = FfmpegSource.file(file.toString(), null)) {
            source.deliver(layout);
            for (int i = 0; i < MOST_FRAMES && source.next(); i++) {
                assertThat(source.writeTo(buffer)).isEqualTo(layout.bytesUsed());
            }
            return false;
        } catch (VcamException e) {
            assertThat(e.code().id()).startsWith("VCAM-");
            return true;
        }
    }

    private static long residentKib() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                .findFirst()
                .orElseThrow();
    }
}
