// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.Look;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.source.InputAccess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes out of a pipe: as much as somebody writes, when they write it, and never again. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit sets it up
class PipeInputTest {
    private static final int FRAMES = 20;
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    private Path directory;

    private Path pipe;

    @BeforeEach
    void makePipe() throws Exception {
        pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
    }

    /** Writes what a film consists of, as another program would; so often, each time as a writer of its own. */
    private CompletableFuture<Void> write(int times) {
        return write(Collections.nCopies(times, Clips.JPEGS));
    }

    private CompletableFuture<Void> write(List<String> films) {
        return CompletableFuture.runAsync(() -> {
            for (String film : films) {
                try (OutputStream out = Files.newOutputStream(pipe)) {
                    Files.copy(Clips.find(film), out);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                LockSupport.parkNanos(BETWEEN.toNanos()); // so that it is seen that nobody writes
            }
        });
    }

    private static int count(FfmpegSource source, int most) {
        source.deliver(source.rawFormat().tight());
        ByteBuffer frame = ByteBuffer.allocateDirect(source.rawFormat().sizeImage());
        int count = 0;
        while (count < most && source.next()) {
            assertThat(source.writeTo(frame)).isPositive();
            count++;
        }
        return count;
    }

    private FfmpegSource open(InputAccess access) {
        return FfmpegSource.file(pipe.toString(), access, null, Look.PLAIN, false);
    }

    @Test
    void somebodyWrites_allFramesComeAndItEnds() throws Exception {
        CompletableFuture<Void> writer = write(1);
        try (FfmpegSource source = open(InputAccess.USUAL)) {
            assertThat(count(source, Integer.MAX_VALUE)).isEqualTo(FRAMES);
        }
        writer.get(10, TimeUnit.SECONDS);
    }

    @Test
    void nobodyWrites_openingEndsWithAnId() {
        assertThatThrownBy(() -> new InputOpener(pipe.toString(), InputAccess.USUAL, SHORT).open())
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(CoreError.INPUT_SILENT))
                .hasMessageContaining(pipe.toString());
    }

    @Test
    void nobodyWritesAndTheThreadIsInterrupted_openingEnds() {
        Thread opens = Thread.currentThread();
        Thread interrupts = new Thread(() -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            opens.interrupt();
        });
        interrupts.start();
        assertThatThrownBy(() -> open(InputAccess.USUAL.withReconnect(Duration.ofHours(1))))
                .isInstanceOf(VcamException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void writerPauses_closingDoesNotWaitForIt() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        byte[] film = Files.readAllBytes(Clips.find(Clips.JPEGS));
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try (OutputStream out = Files.newOutputStream(pipe)) {
                out.write(film, 0, film.length / 2);
                over.await();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        // without it FFmpeg would look through five seconds of film first
        InputAccess quickly = InputAccess.USUAL.withOptions(Map.of("probesize", "5000"));
        try (FfmpegSource source = open(quickly)) {
            assertThat(count(source, 1)).isOne();
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("vcam-decode"));
        over.countDown();
        writer.get(10, TimeUnit.SECONDS);
    }

    @Test
    void writerPausesForLong_itIsWaitedFor() throws Exception {
        byte[] film = Files.readAllBytes(Clips.find(Clips.JPEGS));
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try (OutputStream out = Files.newOutputStream(pipe)) {
                out.write(film, 0, film.length / 2);
                out.flush();
                LockSupport.parkNanos(SHORT.multipliedBy(3).toNanos());
                out.write(film, film.length / 2, film.length - film.length / 2);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        InputAccess quickly = InputAccess.USUAL.withOptions(Map.of("probesize", "5000"));
        try (Demuxer demuxer = new InputOpener(pipe.toString(), quickly, SHORT).open()) {
            AVPacket packet = av_packet_alloc();
            int packets = 0;
            while (demuxer.read(packet)) {
                packets++;
                av_packet_unref(packet);
            }
            av_packet_free(packet);
            assertThat(packets).isEqualTo(FRAMES);
        }
        writer.get(10, TimeUnit.SECONDS);
    }

    /** Hands on what comes out of the pipe, into another one. */
    private CompletableFuture<Void> handOn(Path other) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", other.toString()).start().waitFor())
                .isZero();
        return CompletableFuture.runAsync(() -> {
            InputAccess patient = InputAccess.USUAL.withReconnect(Duration.ofSeconds(2));
            try (PacketCopy packets = PacketCopy.open(pipe.toString(), patient, false);
                    PartsOutput out = new PartsOutput(Files.newOutputStream(other))) {
                while (packets.writeTo(out)) {
                    out.endPart();
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void packetsAreHandedOn_theyPlayFromAnotherPipe() throws Exception {
        CompletableFuture<Void> writers = write(2);
        Path other = directory.resolve("other");
        CompletableFuture<Void> copy = handOn(other);
        try (FfmpegSource source = FfmpegSource.file(other.toString(), null)) {
            assertThat(source.nativeFormat()).isEqualTo(FrameFormat.of(PixelFormat.MJPG, 96, 64));
            assertThat(source.rate()).isEqualTo(FrameRate.of(10));
            assertThat(count(source, Integer.MAX_VALUE)).isEqualTo(2 * FRAMES);
            assertThat(source.dropped()).isZero();
        }
        writers.get(10, TimeUnit.SECONDS);
        copy.get(10, TimeUnit.SECONDS);
    }

    @Test
    void anotherCodecAndSizeComeBack_theyPlayOnInTheSameStream() throws Exception {
        CompletableFuture<Void> writers = write(List.of(Clips.JPEGS, Clips.FILM, Clips.JPEGS));
        Path other = directory.resolve("other");
        CompletableFuture<Void> copy = handOn(other);
        try (PacketReader reader = PacketReader.open(other.toString(), InputAccess.USUAL)) {
            AVPacket packet = av_packet_alloc();
            List<String> seen = new ArrayList<>();
            List<Long> times = new ArrayList<>();
            while (reader.read(packet)) {
                AVCodecParameters video = reader.demuxer().parameters();
                seen.add(avcodec_get_name(video.codec_id()).getString() + " " + video.width());
                times.add(packet.pts());
                av_packet_unref(packet);
            }
            av_packet_free(packet);
            assertThat(seen).hasSize(3 * FRAMES);
            assertThat(seen.stream().distinct()).hasSize(2);
            assertThat(seen.subList(0, FRAMES))
                    .containsOnly(seen.get(0))
                    .isEqualTo(seen.subList(2 * FRAMES, 3 * FRAMES));
            assertThat(seen.subList(FRAMES, 2 * FRAMES)).doesNotContain(seen.get(0));
            assertThat(reader.openings()).isEqualTo(3);
            assertThat(times).doesNotHaveDuplicates();
            assertThat(Collections.min(times.subList(FRAMES, 2 * FRAMES)))
                    .isGreaterThan(Collections.max(times.subList(0, FRAMES)));
            assertThat(Collections.min(times.subList(2 * FRAMES, 3 * FRAMES)))
                    .isGreaterThan(Collections.max(times.subList(FRAMES, 2 * FRAMES)));
        }
        writers.get(10, TimeUnit.SECONDS);
        copy.get(10, TimeUnit.SECONDS);
    }

    @Test
    void itIsHandedOnAgainAndAgain_itGoesOnUntilNobodyReads() throws Exception {
        Path other = directory.resolve("other");
        assertThat(new ProcessBuilder("mkfifo", other.toString()).start().waitFor())
                .isZero();
        CompletableFuture<Boolean> copy = CompletableFuture.supplyAsync(() -> {
            String film = Clips.find(Clips.FILM).toString();
            try (PacketCopy packets = PacketCopy.open(film, InputAccess.USUAL, true);
                    OutputStream out = Files.newOutputStream(other)) {
                return packets.writeTo(out);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        try (FfmpegSource source = FfmpegSource.file(other.toString(), null)) {
            assertThat(count(source, 3 * FRAMES + 1)).isEqualTo(3 * FRAMES + 1);
            assertThat(source.dropped()).isZero();
        }
        assertThat(copy.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void whatIsWrittenIsShorterThanAMark_itIsNoVideo() throws Exception {
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try {
                Files.writeString(pipe, "VCAM");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThatThrownBy(() -> open(InputAccess.USUAL))
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(CoreError.INPUT_UNREADABLE));
        writer.get(10, TimeUnit.SECONDS);
    }

    @Test
    void framesLieInAnotherOrderThanTheyAreShown_allAreHandedOn() throws Exception {
        Path first = directory.resolve("first.mkv");
        Path second = directory.resolve("second.mkv");
        handOn(Clips.find(Clips.FILM), first);
        handOn(first, second);
        try (FfmpegSource source = FfmpegSource.file(second.toString(), null)) {
            assertThat(source.rate()).isEqualTo(FrameRate.of(10));
            assertThat(count(source, Integer.MAX_VALUE)).isEqualTo(FRAMES);
            assertThat(source.dropped()).isZero();
        }
    }

    private static void handOn(Path from, Path into) throws IOException {
        try (PacketCopy packets = PacketCopy.open(from.toString(), InputAccess.USUAL, false);
                OutputStream out = Files.newOutputStream(into)) {
            packets.writeTo(out);
        }
    }

    @Test
    void writerGoesAndOthersCome_theirFramesFollow() throws Exception {
        CompletableFuture<Void> writers = write(3);
        try (FfmpegSource source = open(InputAccess.USUAL.withReconnect(Duration.ofMinutes(1)))) {
            assertThat(count(source, 3 * FRAMES)).isEqualTo(3 * FRAMES);
        }
        writers.get(10, TimeUnit.SECONDS);
    }

    @Test
    void writerStaysAway_itEndsInTime() throws Exception {
        CompletableFuture<Void> writer = write(1);
        try (FfmpegSource source = open(InputAccess.USUAL.withReconnect(SHORT))) {
            assertThat(count(source, Integer.MAX_VALUE)).isEqualTo(FRAMES);
        }
        writer.get(10, TimeUnit.SECONDS);
    }

    @Test
    void itIsToBeRepeated_thatIsRefused() {
        assertThatThrownBy(() -> FfmpegSource.file(pipe.toString(), InputAccess.USUAL, null, Look.PLAIN, true))
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(CoreError.INPUT_ONCE));
    }
}
