// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.vcam.feed.FeedListener;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.feed.Feeder;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Background;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.FramesInFile;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Programs;
import io.github.vcam.it.support.RestingCamera;
import io.github.vcam.it.support.RunningProgram;
import io.github.vcam.it.support.Side;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.Placeholder;
import io.github.vcam.v4l2.VideoDevice;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A camera in the usual form: listed before it is fed, with a picture of its own before, between and after feeds. */
class PlaceholderIT {
    private static final FrameFormat FORMAT = FrameFormat.of(PixelFormat.YU12, 64, 64);

    private static final List<String> FFMPEG =
            List.of("ffmpeg", "-nostdin", "-v", "error", "-f", "v4l2", "-i", Camera.path(), "-f", "rawvideo", "FILE");
    private static final List<String> V4L2_CTL =
            List.of("v4l2-ctl", "-d", Camera.path(), "--stream-mmap", "--stream-to=FILE");

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void load() {
        RestingCamera.load(FORMAT);
    }

    @AfterAll
    static void restore() {
        KernelModule.restore();
    }

    @Test
    void programsLookBeforeTheFeed_theySeeThePictureThenTheVideoThenThePicture() {
        int size = FORMAT.sizeImage();
        try (FramesInFile one = new FramesInFile(FFMPEG, directory.resolve("one"), size);
                FramesInFile two = new FramesInFile(V4L2_CTL, directory.resolve("two"), size)) {
            for (int feed = 0; feed < 2; feed++) {
                one.awaitLast(RestingCamera.PLACEHOLDER);
                two.awaitLast(RestingCamera.PLACEHOLDER);
                RestingCamera.feedUntil(
                        FORMAT,
                        RunningProgram.PATIENCE,
                        () -> one.last() == RestingCamera.VIDEO && two.last() == RestingCamera.VIDEO);
            }
            one.awaitLast(RestingCamera.PLACEHOLDER);
            two.awaitLast(RestingCamera.PLACEHOLDER);
        }
    }

    @Test
    void nobodyFeeds_theNodeIsACameraOfThatFormatAlone() {
        String said = Programs.call("v4l2-ctl", "-d", Camera.path(), "--all", "--list-formats-ext");
        assertThat(said)
                .contains(
                        "Card type        : " + RestingCamera.LABEL,
                        "Device Caps      : 0x05200001",
                        "[0]: 'YU12'",
                        "64x64");
        assertThat(Programs.call("v4l2-ctl", "-d", Camera.path(), "--list-formats"))
                .as("what else it takes does not matter to who looks")
                .doesNotContain("[1]:");
    }

    @Test
    void feedIsToldNoFormat_itKeepsThatOfWhoLooks() {
        try (FramesInFile program = new FramesInFile(FFMPEG, directory.resolve("frames"), FORMAT.sizeImage())) {
            program.awaitLast(RestingCamera.PLACEHOLDER);
            try (Feeder feeder = Feeder.open(FeedRequest.of("lavfi:color=c=white:size=128x128", Camera.path()))) {
                assertThat(feeder.format()).isEqualTo(FORMAT);
                CompletableFuture<?> fed = Background.start(() -> feeder.run(FeedListener.NONE));
                program.awaitLast(235);
                feeder.stop();
                fed.join();
            }
            program.awaitLast(RestingCamera.PLACEHOLDER);
        }
    }

    @Test
    void feedHasAnotherFormatAndNobodyLooks_thePictureIsOfThatFormatFromThenOn() {
        try (Feeder feeder = Feeder.open(FeedRequest.of("pattern:bars", Camera.path()))) {
            assertThat(feeder.format()).isEqualTo(FrameFormat.of(PixelFormat.YUYV, 640, 480));
        }
        try (VideoDevice device = VideoDevice.open(Camera.path(), Direction.CAPTURE)) {
            assertThat(Placeholder.formatOn(device)).contains(FrameFormat.of(PixelFormat.YUYV, 640, 480));
            assertThat(device.format(Direction.CAPTURE).size()).hasToString("640x480");
        }
    }

    /** Somebody else's producer, which knows nothing of all this. */
    @Test
    void ffmpegFeedsAnotherSize_itMayAndThePictureComesBack() {
        String[] line = {
            "ffmpeg",
            "-nostdin",
            "-v",
            "error",
            "-re",
            "-f",
            "lavfi",
            "-i",
            "color=c=white:size=128x64:rate=10",
            "-pix_fmt",
            "yuv420p",
            "-f",
            "v4l2",
            Camera.path()
        };
        FrameFormat large = FrameFormat.of(PixelFormat.YU12, 128, 64);
        try (RunningProgram producer = RunningProgram.start(line);
                FramesInFile program = watchOnceThereIs(large)) {
            program.awaitLast(235);
            assertThat(producer.isAlive()).isTrue();
        }
        try (Node node = Node.open()) {
            assertThat(node.format(Side.CAPTURE).width()).isEqualTo(64);
        }
        try (FramesInFile program = new FramesInFile(FFMPEG, directory.resolve("after"), FORMAT.sizeImage())) {
            program.awaitLast(RestingCamera.PLACEHOLDER);
        }
    }

    private FramesInFile watchOnceThereIs(FrameFormat format) {
        try (Node node = Node.open()) {
            await().atMost(RunningProgram.PATIENCE)
                    .until(() -> node.format(Side.CAPTURE).width() == format.width());
        }
        return new FramesInFile(FFMPEG, directory.resolve("large"), format.sizeImage());
    }
}
