// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.ErrorId;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.Look;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.source.FrameSource;
import io.github.vcam.source.InputAccess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FfmpegSourceTest {
    private static final String GRAPH = "testsrc2=size=96x64:rate=10:duration=2";

    @TempDir
    Path directory;

    @BeforeAll
    static void hearFfmpeg() {
        FfmpegLog.install();
    }

    private final Path clip = Clips.find(Clips.FILM);

    private static List<byte[]> frames(FrameSource source, PlaneLayout layout) {
        List<byte[]> frames = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.allocateDirect(layout.sizeImage());
        source.deliver(layout);
        while (frames.size() < 100 && source.next()) {
            byte[] frame = new byte[source.writeTo(buffer)];
            buffer.get(0, frame);
            frames.add(frame);
        }
        return frames;
    }

    @Test
    void nativeFormat_isDeliveredBitByBit() throws Exception {
        try (FfmpegSource source = FfmpegSource.file(clip.toString(), null)) {
            assertThat(source.nativeFormat()).isEqualTo(FrameFormat.of(PixelFormat.YU12, 96, 64));
            assertThat(source.rate()).isEqualTo(FrameRate.of(10));
            List<byte[]> frames = frames(source, source.nativeFormat().tight());

            assertThat(frames).hasSize(20);
            assertThat(sums(frames)).isEqualTo(Clips.sums(Clips.FILM));
            assertThat(source.warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"YUYV, 96, 64", "NV12, 64, 48", "YV12, 33, 17", "BGR3, 97, 63", "YUYV, 50, 50", "RGBP, 96, 64"})
    void otherFormats_fillTheLayoutAndNothingElse(PixelFormat pixels, int width, int height) {
        FrameFormat format = FrameFormat.of(pixels, width, height);
        PlaneLayout layout = format.layout(format.bytesPerLine() + 8, 0);
        ByteBuffer room = ByteBuffer.allocateDirect(layout.sizeImage() + 64);
        for (int i = 0; i < room.capacity(); i++) {
            room.put(i, (byte) 0x5a);
        }
        try (FfmpegSource source = FfmpegSource.graph(GRAPH, null)) {
            source.deliver(layout);
            source.next();

            assertThat(source.writeTo(room)).isEqualTo(layout.bytesUsed());
        }
        for (int i = layout.sizeImage(); i < room.capacity(); i++) {
            assertThat(room.get(i)).isEqualTo((byte) 0x5a);
        }
    }

    @Test
    void swappedChroma_isSwapped() {
        PlaneLayout yu = FrameFormat.of(PixelFormat.YU12, 96, 64).tight();
        PlaneLayout yv = FrameFormat.of(PixelFormat.YV12, 96, 64).tight();
        byte[] blueFirst = first(GRAPH, yu);
        byte[] redFirst = first(GRAPH, yv);
        int luma = 96 * 64;
        int chroma = luma / 4;

        assertThat(Arrays.copyOfRange(redFirst, luma, luma + chroma))
                .isEqualTo(Arrays.copyOfRange(blueFirst, luma + chroma, luma + 2 * chroma));
    }

    private static List<String> sums(List<byte[]> frames) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        return frames.stream()
                .map(frame -> HexFormat.of().formatHex(digest.digest(frame)))
                .toList();
    }

    private static byte[] first(String graph, PlaneLayout layout) {
        try (FfmpegSource source = FfmpegSource.graph(graph, null)) {
            return frames(source, layout).get(0);
        }
    }

    @Test
    void jpegInput_isPassedThroughWhenSizesAgreeAndMadeAnewWhenNot() throws Exception {
        Path jpegs = Clips.find(Clips.JPEGS);
        try (FfmpegSource source = FfmpegSource.file(jpegs.toString(), null)) {
            assertThat(source.nativeFormat().pixelFormat()).isEqualTo(PixelFormat.MJPG);
            List<byte[]> frames = frames(source, source.nativeFormat().tight());

            assertThat(frames).hasSize(20);
            assertThat(sums(frames)).isEqualTo(Clips.sums(Clips.JPEGS));
        }
        try (FfmpegSource source = FfmpegSource.file(jpegs.toString(), null)) {
            byte[] frame = frames(
                            source, FrameFormat.of(PixelFormat.MJPG, 48, 32).tight())
                    .get(0);
            assertThat(frame).startsWith(0xff, 0xd8).endsWith(0xff, 0xd9);
        }
    }

    @Test
    void rateIsRaisedOrLowered_framesRepeatOrAreLeftOut() {
        PlaneLayout layout = FrameFormat.of(PixelFormat.YU12, 96, 64).tight();
        try (FfmpegSource source = FfmpegSource.file(clip.toString(), FrameRate.of(30))) {
            assertThat(frames(source, layout)).hasSize(60);
            assertThat(source.dropped()).isZero();
        }
        try (FfmpegSource source = FfmpegSource.file(clip.toString(), FrameRate.of(5))) {
            assertThat(frames(source, layout)).hasSize(10);
            assertThat(source.dropped()).isPositive();
        }
    }

    @Test
    void loop_beginsAgainWithTheFirstFrame() {
        try (FrameSource source = FfmpegSource.file(clip.toString(), InputAccess.USUAL, null, Look.PLAIN, true)) {
            List<byte[]> frames = frames(source, source.nativeFormat().tight());

            assertThat(frames).hasSize(100);
            assertThat(frames.get(20)).isEqualTo(frames.get(0));
            assertThat(frames.get(45)).isEqualTo(frames.get(5));
        }
    }

    @Test
    void fileIsTruncated_itsFramesComeAndAWarning() throws IOException {
        byte[] whole = Files.readAllBytes(clip);
        Path cut = Files.write(directory.resolve("cut.mp4"), Arrays.copyOf(whole, whole.length * 2 / 3));
        try (FfmpegSource source = FfmpegSource.file(cut.toString(), null)) {
            assertThat(frames(source, source.nativeFormat().tight())).hasSizeBetween(5, 19);
            assertThat(source.warnings()).anySatisfy(line -> assertThat(line).contains("cut.mp4", "VCAM-105"));
        }
    }

    @Test
    void inputsThatAreNone_areRefusedByNameWithTheirIds() throws Exception {
        Path empty = Files.createFile(directory.resolve("empty.mp4"));
        Path text = Files.writeString(directory.resolve("notes.txt"), "These are only words.\n".repeat(50));
        Path noise = Files.writeString(directory.resolve("noise.mp4"), "no video ".repeat(500));
        Path sound = Clips.find(Clips.SOUND);

        assertRefused(
                () -> FfmpegSource.file("/nowhere/x.mp4", null), CoreError.INPUT_MISSING, "no file /nowhere/x.mp4");
        assertRefused(
                () -> FfmpegSource.file("file:/nowhere/x.mp4", null),
                CoreError.INPUT_MISSING,
                "no file /nowhere/x.mp4");
        assertRefused(() -> FfmpegSource.file("file://" + empty, null), CoreError.INPUT_EMPTY, "empty.mp4");
        assertRefused(() -> FfmpegSource.file("a\0b.mp4", null), CoreError.INPUT_MISSING, "No file can be called");
        assertRefused(() -> FfmpegSource.file(empty.toString(), null), CoreError.INPUT_EMPTY, "empty.mp4");
        assertRefused(() -> FfmpegSource.file(text.toString(), null), CoreError.INPUT_UNREADABLE, "notes.txt");
        assertRefused(() -> FfmpegSource.file(noise.toString(), null), CoreError.INPUT_UNREADABLE, "noise.mp4");
        assertRefused(() -> FfmpegSource.file(directory.toString(), null), CoreError.INPUT_UNREADABLE, "directory");
        assertRefused(() -> FfmpegSource.file(sound.toString(), null), CoreError.INPUT_WITHOUT_VIDEO, "sound.wav");
        assertRefused(() -> FfmpegSource.graph("nosuch", null), CoreError.INPUT_GRAPH_INVALID, "No such filter");
        assertRefused(() -> FfmpegSource.graph("sine", null), CoreError.INPUT_GRAPH_INVALID, "sine");
    }

    private static void assertRefused(ThrowingCallable call, ErrorId code, String part) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(part);
    }

    /** libavdevice needs libraries of sound servers and desktops, which a fresh machine lacks. */
    @Test
    void filesAndGraphsAreRead_libavdeviceStaysOut() throws IOException {
        frames(
                FfmpegSource.file(clip.toString(), null),
                FrameFormat.of(PixelFormat.MJPG, 48, 32).tight());
        first(GRAPH, FrameFormat.of(PixelFormat.YUYV, 96, 64).tight());

        assertThat(Files.readAllLines(Path.of("/proc/self/maps")))
                .anyMatch(line -> line.contains("libavfilter"))
                .noneMatch(line -> line.contains("libavdevice"));
    }

    @Test
    void sourceIsClosedInTheMiddle_itsThreadEnds() throws InterruptedException {
        FfmpegSource source = FfmpegSource.graph("testsrc2=size=96x64", null);
        source.deliver(source.rawFormat().tight());
        source.next();
        source.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("vcam-decode"));
    }

    @Test
    void sourceWasClosed_itGivesNothing() {
        FfmpegSource source = FfmpegSource.graph("testsrc2=size=96x64", null);
        PlaneLayout layout = source.rawFormat().tight();
        source.deliver(layout);
        source.next();
        source.close();
        ByteBuffer buffer = ByteBuffer.allocateDirect(layout.sizeImage());

        assertThatThrownBy(source::next).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> source.writeTo(buffer)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nobodyGivesFrames_interruptEndsTheWait() {
        try (FfmpegSource source = FfmpegSource.graph("testsrc2=size=96x64,realtime=speed=0.01", null)) {
            source.deliver(source.rawFormat().tight());
            source.next(); // the first frame comes at once, the second in four seconds
            Thread.currentThread().interrupt();

            assertThat(source.next()).isFalse();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void png_showsTheFrame() throws IOException {
        FrameFormat format = FrameFormat.of(PixelFormat.GREY, 33, 5);
        ByteBuffer frame = ByteBuffer.allocateDirect(format.sizeImage());
        frame.put(2 * 33 + 7, (byte) 255);
        var image = javax.imageio.ImageIO.read(new java.io.ByteArrayInputStream(StillImage.encodePng(format, frame)));

        assertThat(image.getWidth()).isEqualTo(33);
        assertThat(image.getHeight()).isEqualTo(5);
        assertThat(image.getRGB(7, 2) & 0xff).isGreaterThan(240);
        assertThat(image.getRGB(8, 2) & 0xff).isLessThan(20);
    }
}
