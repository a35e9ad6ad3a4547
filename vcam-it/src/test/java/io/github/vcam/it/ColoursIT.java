// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.consumer.CameraCapture;
import io.github.vcam.consumer.CapturedFrame;
import io.github.vcam.feed.FeedListener;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.feed.FeedStats;
import io.github.vcam.feed.Feeder;
import io.github.vcam.ffmpeg.StillImage;
import io.github.vcam.frame.Colours;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.Programs;
import io.github.vcam.producer.StreamingMethod;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A film's colours, from the file through the camera to whoever reads them. */
@Tag("long")
class ColoursIT {
    /** One that the 8 bits of both matrices hold nearly as it is. */
    private static final int[] TRUTH = {196, 50, 106};

    private static final int NEAR = 3;
    /** Its converter counts in fewer bits; another matrix would be 15 and more away. */
    private static final int NEAR_FOR_GSTREAMER = 5;

    @TempDir
    private Path directory = Path.of("");

    /** What it is made with, whether it says so, and what the node is to say. */
    @ParameterizedTest(name = "{0} {1} {2} by {4}")
    @CsvSource({
        "bt709, tv, yuv420p, BT709, MMAP",
        "bt709, pc, yuv420p, BT709, WRITE",
        "smpte170m, tv, yuv420p, BT601, MMAP",
        "bt709, tv, yuv420p10, BT709, USERPTR"
    })
    void film_itsColoursAreSeen(
            String matrix, String range, String pixels, Colours.Encoding told, StreamingMethod method)
            throws Exception {
        FeedRequest request = FeedRequest.of(film(matrix, range, pixels).toString(), Camera.path())
                .withMethod(method)
                .withLoop(true);
        try (Feeder feeder = Feeder.open(request)) {
            CompletableFuture<Boolean> begun = new CompletableFuture<>();
            CompletableFuture<FeedStats> ended = new CompletableFuture<>();
            Thread thread = new Thread(() -> ended.complete(feeder.run(whenItBegins(begun))), "vcam feeds");
            thread.start();
            try {
                begun.get(Consumer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertSeen("vcam", captured(told), NEAR);
                assertSeen("GStreamer", gstreamer(), NEAR_FOR_GSTREAMER);
                assertSeen("ffmpeg", ffmpeg(matrix), NEAR);
            } finally {
                feeder.stop();
                thread.join();
            }
            assertThat(ended.join().end()).isEqualTo(FeedStats.End.STOPPED);
        }
    }

    private static FeedListener whenItBegins(CompletableFuture<Boolean> begun) {
        return new FeedListener() {
            @Override
            public void started(Feeder feeder) {
                begun.complete(true);
            }
        };
    }

    private Path film(String matrix, String range, String pixels) {
        Path film = directory.resolve("film.mkv");
        String colour =
                String.format("color=c=0x%02x%02x%02x:size=160x120:rate=25:duration=1", TRUTH[0], TRUTH[1], TRUTH[2]);
        String filter = "scale=out_color_matrix=" + matrix + ":out_range=" + range
                + ":flags=accurate_rnd+full_chroma_int,format=" + pixels;
        Programs.call(
                "ffmpeg",
                "-v",
                "error",
                "-y",
                "-f",
                "lavfi",
                "-i",
                colour,
                "-vf",
                filter,
                "-c:v",
                "ffv1",
                "-color_range",
                range,
                "-colorspace",
                matrix,
                "-color_primaries",
                matrix,
                "-color_trc",
                matrix,
                film.toString());
        return film;
    }

    private static int[] captured(Colours.Encoding told) throws IOException {
        try (CameraCapture capture = CameraCapture.open(Camera.path())) {
            assertThat(capture.format().colours().encodingInForce()).isEqualTo(told);
            assertThat(capture.format().colours().isFullRange()).isFalse();
            CapturedFrame frame = Objects.requireNonNull(capture.next(Consumer.PATIENCE), "no frame");
            byte[] png = StillImage.encodePng(capture.layout().orElseThrow(), frame.data(), frame.bytesUsed());
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
            int rgb = picture.getRGB(80, 60);
            return new int[] {rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff};
        }
    }

    /** It reads what the node says. */
    private int[] gstreamer() throws IOException {
        Path frame = directory.resolve("gstreamer.rgb");
        Programs.call(
                "gst-launch-1.0",
                "-q",
                "v4l2src",
                "device=" + Camera.path(),
                "num-buffers=1",
                "!",
                "videoconvert",
                "!",
                "video/x-raw,format=RGB",
                "!",
                "filesink",
                "location=" + frame);
        return middle(frame);
    }

    /** It does not, and is told. */
    private int[] ffmpeg(String matrix) throws IOException {
        Path frame = directory.resolve("ffmpeg.rgb");
        Programs.call(
                "ffmpeg",
                "-v",
                "error",
                "-y",
                "-f",
                "v4l2",
                "-i",
                Camera.path(),
                "-frames:v",
                "1",
                "-vf",
                "scale=in_color_matrix=" + matrix + ":flags=accurate_rnd+full_chroma_int,format=rgb24",
                "-f",
                "rawvideo",
                frame.toString());
        return middle(frame);
    }

    private static int[] middle(Path frame) throws IOException {
        byte[] bytes = Files.readAllBytes(frame);
        int at = (60 * 160 + 80) * 3;
        return new int[] {bytes[at] & 0xff, bytes[at + 1] & 0xff, bytes[at + 2] & 0xff};
    }

    private static void assertSeen(String who, int[] seen, int near) {
        for (int i = 0; i < TRUTH.length; i++) {
            assertThat(seen[i]).as("%s, number %d", who, i).isBetween(TRUTH[i] - near, TRUTH[i] + near);
        }
    }
}
