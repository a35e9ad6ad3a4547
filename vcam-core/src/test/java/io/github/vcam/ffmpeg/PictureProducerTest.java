// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.Colours;
import io.github.vcam.frame.Fit;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.Look;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.source.InputAccess;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each clip is of quarters: red, lime / blue, white. */
class PictureProducerTest {
    private static final String UPRIGHT = "red lime blue white";

    @TempDir
    Path directory;

    private static FfmpegSource open(String clip, Look look) {
        return FfmpegSource.file(Clips.find(clip).toString(), InputAccess.USUAL, null, look, false);
    }

    private static BufferedImage first(String clip, FrameSize size, Look look) {
        try (FfmpegSource source = open(clip, look)) {
            return Pictures.of(source, size, 1).get(0);
        }
    }

    private static BufferedImage first(String clip, Look look) {
        try (FfmpegSource source = open(clip, look)) {
            return Pictures.of(source, 1).get(0);
        }
    }

    private static BufferedImage first(String clip) {
        return first(clip, Look.PLAIN);
    }

    @Test
    void clipIsTurned_itStandsUpright() {
        try (FfmpegSource source = open("turned.mp4", Look.PLAIN)) {
            assertThat(source.nativeFormat()).isEqualTo(FrameFormat.of(PixelFormat.YU12, 64, 96));
            List<BufferedImage> frames = Pictures.of(source, 100);

            assertThat(frames).hasSize(10);
            assertThat(frames)
                    .allSatisfy(frame -> assertThat(Pictures.quarters(frame)).isEqualTo("lime white red blue"));
        }
    }

    /** EXIF's numbers of the ways that a camera can be held. */
    @ParameterizedTest
    @CsvSource({
        "1, red lime blue white",
        "2, lime red white blue",
        "3, white blue lime red",
        "4, blue white red lime",
        "5, red blue lime white",
        "6, blue red white lime",
        "7, white lime blue red",
        "8, lime white red blue"
    })
    void photographIsTurned_itStandsUpright(int orientation, String seen) throws IOException {
        Path photograph = directory.resolve("photograph.jpg");
        Files.write(photograph, withOrientation(jpeg(quarters(96, 64)), orientation));
        try (FfmpegSource source = FfmpegSource.file(photograph.toString(), null)) {
            BufferedImage picture = Pictures.of(source, 1).get(0);

            assertThat(Pictures.quarters(picture)).isEqualTo(seen);
            assertThat(picture.getWidth()).isEqualTo(orientation < 5 ? 96 : 64);
        }
    }

    private static BufferedImage quarters(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = picture.createGraphics();
        List<Color> colours = List.of(Color.RED, Color.GREEN, Color.BLUE, Color.WHITE);
        for (int i = 0; i < colours.size(); i++) {
            brush.setColor(colours.get(i));
            brush.fillRect(i % 2 * width / 2, i / 2 * height / 2, width / 2, height / 2);
        }
        brush.dispose();
        return picture;
    }

    private static byte[] jpeg(BufferedImage picture) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpg", file);
        return file.toByteArray();
    }

    /** An APP1 segment with one entry of little-endian TIFF, behind the begin of the image. */
    private static byte[] withOrientation(byte[] jpeg, int orientation) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(jpeg, 0, 2);
        file.write(new byte[] {(byte) 0xff, (byte) 0xe1, 0, 34});
        file.write(new byte[] {'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0});
        file.write(new byte[] {1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte) orientation, 0, 0, 0, 0, 0, 0, 0});
        file.write(jpeg, 2, jpeg.length - 2);
        return file.toByteArray();
    }

    @Test
    void pixelsAreNoSquares_pictureIsAsWideAsItIsToBe() {
        BufferedImage picture = first("narrow.mp4");

        assertThat(picture.getWidth()).isEqualTo(96);
        assertThat(picture.getHeight()).isEqualTo(64);
        assertThat(Pictures.quarters(picture)).isEqualTo(UPRIGHT);
    }

    /** Every other row is of another moment: black and white by turns. */
    @Test
    void rowsAreOfTwoMoments_theyAreMadeOfOne() {
        BufferedImage picture = first("rows.mpg");
        for (int y = 10; y < 30; y++) {
            int above = picture.getRGB(20, y) & 0xff;
            int below = picture.getRGB(20, y + 1) & 0xff;
            assertThat(Math.abs(above - below)).as("rows %d and %d", y, y + 1).isLessThan(60);
        }
    }

    @Test
    void pictureIsTransparent_backgroundIsSeen() throws IOException {
        BufferedImage half = new BufferedImage(64, 48, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < 48; y++) {
            for (int x = 0; x < 64; x++) {
                half.setRGB(x, y, x < 32 ? 0x00ff0000 : 0xff00ff00);
            }
        }
        Path file = directory.resolve("half.png");
        ImageIO.write(half, "png", file.toFile());
        try (FfmpegSource source = FfmpegSource.file(file.toString(), null)) {
            BufferedImage picture = Pictures.of(source, 1).get(0);
            assertThat(Pictures.quarters(picture)).isEqualTo("black lime black lime");
        }
        Look onBlue = Look.PLAIN.withBackground("#0000ff");
        try (FfmpegSource source = FfmpegSource.file(file.toString(), InputAccess.USUAL, null, onBlue, false)) {
            BufferedImage picture = Pictures.of(source, 1).get(0);
            assertThat(Pictures.quarters(picture)).isEqualTo("blue lime blue lime");
        }
    }

    @Test
    void sizeOfAnotherShape_isFilledAsAskedFor() {
        FrameSize tall = new FrameSize(64, 128);
        BufferedImage whole = first("upright.mp4", tall, Look.PLAIN);
        assertThat(Pictures.at(whole, 50, 10)).isEqualTo("000000");
        assertThat(Pictures.quarters(whole.getSubimage(0, 43, 64, 42))).isEqualTo(UPRIGHT);

        BufferedImage onWhite = first("upright.mp4", tall, Look.PLAIN.withBackground("white"));
        assertThat(Pictures.difference(Pictures.at(onWhite, 50, 10), "ffffff")).isLessThan(4);

        BufferedImage cut = first("upright.mp4", tall, Look.PLAIN.withFit(Fit.COVER));
        assertThat(Pictures.quarters(cut)).isEqualTo(UPRIGHT);
        assertThat(Pictures.quarters(cut.getSubimage(24, 0, 16, 128))).isEqualTo(UPRIGHT);

        BufferedImage squeezed = first("upright.mp4", tall, Look.PLAIN.withFit(Fit.STRETCH));
        assertThat(Pictures.quarters(squeezed)).isEqualTo(UPRIGHT);
        assertThat(Pictures.at(squeezed, 50, 5)).isNotEqualTo("000000");
    }

    @Test
    void odd_sizesAreFilledToo() {
        BufferedImage picture = first("upright.mp4", new FrameSize(33, 97), Look.PLAIN.withBackground("white"));
        assertThat(Pictures.difference(Pictures.at(picture, 99, 99), "ffffff")).isLessThan(4);
        assertThat(Pictures.difference(Pictures.at(picture, 99, 2), "ffffff")).isLessThan(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"change.h264", "change.mjpeg"})
    void sizeChangesInTheMidst_allFramesAreWholeAndOfOneSize(String clip) {
        try (FfmpegSource source = open(clip, Look.PLAIN)) {
            List<BufferedImage> frames =
                    Pictures.of(source, source.nativeFormat().tight(), 100);

            assertThat(frames).hasSize(20);
            assertThat(frames).allMatch(frame -> frame.getWidth() == 48 && frame.getHeight() == 64);
            assertThat(Pictures.quarters(frames.get(9))).isEqualTo(UPRIGHT);
            BufferedImage wide = frames.get(15);
            assertThat(Pictures.difference(Pictures.at(wide, 50, 4), "000000")).isLessThan(8);
            assertThat(Pictures.quarters(wide.getSubimage(0, 14, 48, 36))).isEqualTo(UPRIGHT);
        }
    }

    @Test
    void usersFilter_isWhatIsSeen() {
        assertThat(Pictures.quarters(first("upright.mp4", Look.PLAIN.withFilter("hflip"))))
                .isEqualTo("lime red white blue");
        try (FfmpegSource source = open("upright.mp4", Look.PLAIN.withFilter("fps=5,scale=48:32"))) {
            assertThat(source.nativeFormat().size()).isEqualTo(new FrameSize(48, 32));
            assertThat(source.rate().perSecond()).isEqualTo(5);
            assertThat(Pictures.of(source, 100)).hasSize(5);
        }
    }

    @Test
    void lookThatCannotBe_isRefused() {
        assertRefused(Look.PLAIN.withFilter("nosuch"), CoreError.INPUT_GRAPH_INVALID, "nosuch");
        assertRefused(Look.PLAIN.withBackground("no colour"), CoreError.PARAMETER_INVALID, "no colour");
        assertThatThrownBy(() -> Fit.of("crop")).hasMessageContaining("contain, cover, stretch");
    }

    private static void assertRefused(Look look, CoreError id, String word) {
        assertThatThrownBy(() -> open("upright.mp4", look))
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(id))
                .hasMessageContaining(word);
    }

    /** Whatever numbers a file has for them. */
    @ParameterizedTest
    @ValueSource(strings = {"upright.mp4", "bt709.mp4", "smpte170m.mp4", "full.mp4", "ten.mp4"})
    void colours_areTheOnesThatWereFilmed(String clip) {
        BufferedImage picture = first(clip);
        String[] truth = {"ff0000", "00ff00", "0000ff", "ffffff"};
        for (int i = 0; i < truth.length; i++) {
            String seen = Pictures.at(picture, i % 2 * 50 + 25, i / 2 * 50 + 25);
            assertThat(Pictures.difference(seen, truth[i]))
                    .as("%s for %s in %s", seen, truth[i], clip)
                    .isLessThanOrEqualTo(3);
        }
    }

    @Test
    void filmIsBt709_itGoesOutAsItIsAndIsCalledSo() throws IOException {
        try (FfmpegSource source = open("bt709.mp4", Look.PLAIN)) {
            assertThat(source.colours().encodingInForce()).isEqualTo(Colours.Encoding.BT709);
            assertThat(source.colours().space()).isEqualTo(Colours.Space.REC709);
        }
    }

    /** As for a device that takes no other. */
    @Test
    void filmIsBt709AndTheCameraIsNot_itsColoursAreConverted() {
        try (FfmpegSource source = open("bt709.mp4", Look.PLAIN)) {
            FrameFormat format = FrameFormat.of(PixelFormat.YU12, 96, 64);
            BufferedImage picture = Pictures.of(source, format.tight(), 1).get(0);
            assertThat(Pictures.difference(Pictures.at(picture, 25, 25), "ff0000"))
                    .isLessThanOrEqualTo(3);
        }
    }

    @Test
    void hdr_isBroughtToAUsualScreen() {
        try (FfmpegSource source = open("hdr.mkv", Look.PLAIN)) {
            assertThat(source.colours().encodingInForce()).isEqualTo(Colours.Encoding.BT709);
            String grey = Pictures.at(Pictures.of(source, 1).get(0), 50, 50);
            // half of PQ's numbers is some 100 cd/m2, which on a usual screen is bright
            assertThat(Pictures.difference(grey, "808080")).isGreaterThan(20);
        }
    }

    @Test
    void pauseInAFile_isAsLongAsItWas() {
        try (FfmpegSource source = open("pause.mkv", Look.PLAIN)) {
            List<BufferedImage> frames = Pictures.of(source, 100);
            assertThat(frames).hasSize(40);
            assertThat(Pictures.at(frames.get(28), 50, 50)).isEqualTo(Pictures.at(frames.get(9), 50, 50));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"again.ts", "hour.ts"})
    void clockOfAFileJumps_itsFramesFollowEachOther(String clip) {
        try (FfmpegSource source = open(clip, Look.PLAIN)) {
            assertThat(Pictures.of(source, 100)).hasSize(20);
        }
    }

    @Test
    void framesWereDropped_thatIsNoTruncation() {
        try (FfmpegSource source = open("dropped.avi", Look.PLAIN)) {
            assertThat(Pictures.of(source, 100)).hasSize(23);
            assertThat(source.warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"upright.mp4, 10", "change.h264, 20", "change.mjpeg, 20", "moving.gif, 5", "again.ts, 20"})
    void loop_goesOnBehindTheLastFrameForEver(String clip, int length) {
        try (FfmpegSource source =
                FfmpegSource.file(Clips.find(clip).toString(), InputAccess.USUAL, null, Look.PLAIN, true)) {
            List<BufferedImage> frames = Pictures.of(source, 3 * length + 1);

            assertThat(frames).hasSize(3 * length + 1);
            for (int i = 0; i + length < frames.size(); i++) {
                assertThat(pixels(frames.get(i + length))).as("frame %d", i).isEqualTo(pixels(frames.get(i)));
            }
        }
    }

    private static int pixels(BufferedImage picture) {
        return Arrays.hashCode(
                picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth()));
    }

    @Test
    void photographIsHuge_itIsShownAtASizeThatProgramsBear() throws IOException {
        Path file = directory.resolve("huge.jpg");
        Files.write(file, jpeg(quarters(3000, 2000)));
        try (FfmpegSource source = FfmpegSource.file(file.toString(), null)) {
            assertThat(source.nativeFormat().size()).isEqualTo(new FrameSize(1620, 1080));
            BufferedImage picture = Pictures.of(source, 1).get(0);
            assertThat(Pictures.quarters(picture)).isEqualTo(UPRIGHT);
            assertThat(source.warnings()).singleElement().asString().contains("3000x2000", "1620x1080");
        }
        try (FfmpegSource source = FfmpegSource.file(file.toString(), null)) {
            Pictures.of(source, new FrameSize(3000, 2000), 1);
            assertThat(source.warnings()).isEmpty();
        }
    }

    @Test
    void seriesOfPictures_isPlayedInItsOrder() throws IOException {
        for (int i = 0; i < 4; i++) {
            BufferedImage grey = new BufferedImage(64, 48, BufferedImage.TYPE_BYTE_GRAY);
            int[] samples = new int[64 * 48];
            Arrays.fill(samples, 60 * i);
            grey.getRaster().setSamples(0, 0, 64, 48, 0, samples);
            ImageIO.write(
                    grey,
                    "png",
                    directory.resolve(String.format("still%03d.png", 7 + i)).toFile());
        }
        Files.writeString(directory.resolve("notes.txt"), "four pictures");
        for (String input : List.of(directory.resolve("still%03d.png").toString(), directory.toString())) {
            try (FfmpegSource source = FfmpegSource.file(input, null)) {
                assertThat(source.isStill()).isFalse();
                assertThat(Pictures.of(source, 100))
                        .extracting(picture -> Math.round(new Color(picture.getRGB(0, 0)).getRed() / 60f))
                        .as(input)
                        .containsExactly(0, 1, 2, 3);
            }
        }
    }

    @Test
    void directoryHasAnOddName_itsPicturesArePlayed() throws IOException {
        Path odd = Files.createDirectory(directory.resolve("a [b] {c,d}*?%03d"));
        Files.copy(Clips.find(Clips.STILL), odd.resolve("one.png"));
        Files.copy(Clips.find(Clips.STILL), odd.resolve("other.png"));
        try (FfmpegSource source = FfmpegSource.file(odd.toString(), null)) {
            assertThat(Pictures.of(source, 100)).hasSize(2);
        }
    }

    @Test
    void listOfFilms_isPlayedOneAfterTheOther() throws IOException {
        Path list = directory.resolve("list.ffconcat");
        String film = "file film.mp4\n";
        Files.copy(Clips.find(Clips.FILM), directory.resolve("film.mp4"));
        Files.writeString(list, "ffconcat version 1.0\n" + film + film + film);
        try (FfmpegSource source = FfmpegSource.file(list.toString(), null)) {
            assertThat(Pictures.of(source, 100)).hasSize(60);
        }
    }
}
