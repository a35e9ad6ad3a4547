// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.vcam.consumer.CameraCapture;
import io.github.vcam.consumer.CaptureRequest;
import io.github.vcam.consumer.CapturedFrame;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Counters;
import io.github.vcam.it.support.FrameFile;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.RunningProgram;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.it.support.Vivid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Debian's programs that feed cameras, into a device with a node for each side: some see no OUTPUT on a joined one. */
@Tag("long")
class ProducingProgramsIT {
    private static final String OUTPUT = Camera.path();
    private static final String CAPTURE = "/dev/video" + (Camera.number() + 1);
    private static final String CAPS =
            "video/x-raw,format=YUY2,width=320,height=240,framerate=15/1,interlace-mode=progressive,colorimetry=bt601";

    private final StampedVideo video = Camera.video();

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void split() {
        KernelModule.reload("video_nr=" + Camera.number(), "capture_nr=" + (Camera.number() + 1));
        KernelModule.awaitNode(CAPTURE);
    }

    @AfterAll
    static void restore() {
        KernelModule.restore();
    }

    /** Programs that send 20 stamped frames of a file. */
    static Stream<Arguments> programs() {
        String format = "--set-fmt-video-out=width=320,height=240,pixelformat=YUYV";
        return Stream.of(
                Arguments.of("v4l2-ctl by mmap", v4l2ctl(format, "--stream-out-mmap")),
                Arguments.of("v4l2-ctl by userptr", v4l2ctl(format, "--stream-out-user")),
                Arguments.of("v4l2sink by mmap", gstreamer("mmap")),
                Arguments.of("v4l2sink by userptr", gstreamer("userptr")),
                Arguments.of("ffmpeg by write", List.of(ffmpeg(Path.of("FILE")))));
    }

    private static List<String> v4l2ctl(String... options) {
        List<String> line =
                new ArrayList<>(List.of("v4l2-ctl", "-d", OUTPUT, "--stream-count=20", "--stream-from=FILE"));
        line.addAll(List.of(options));
        return line;
    }

    private static List<String> gstreamer(String method) {
        return List.of(
                "gst-launch-1.0",
                "-q",
                "filesrc",
                "location=FILE",
                "blocksize=153600",
                "!",
                "rawvideoparse",
                "format=yuy2",
                "width=320",
                "height=240",
                "framerate=15/1",
                "!",
                "capssetter",
                "replace=true",
                "caps=" + CAPS,
                "!",
                "v4l2sink",
                "device=" + OUTPUT,
                "io-mode=" + method,
                "show-preroll-frame=false",
                "max-lateness=-1");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void programFeeds_framesArriveWholeAndInOrder(String name, List<String> line) throws IOException {
        Path file = stampedFile(20);
        String[] argv =
                line.stream().map(word -> word.replace("FILE", file.toString())).toArray(String[]::new);
        List<Integer> numbers = new ArrayList<>();
        try (CameraCapture capture =
                        CameraCapture.open(CaptureRequest.of(CAPTURE).withFormat(video.format()));
                RunningProgram program = RunningProgram.start(argv)) {
            while (numbers.isEmpty() || numbers.get(numbers.size() - 1) < 20) {
                CapturedFrame frame = capture.next(RunningProgram.PATIENCE);
                numbers.add(video.check(
                        Objects.requireNonNull(frame, program::output).data()));
            }
            assertThat(program.awaitExit()).as(program.output()).isZero();
        }
        assertThat(numbers).as(name).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(2);
    }

    private Path stampedFile(int frames) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(frames * video.format().sizeImage());
        for (int number = 1; number <= frames; number++) {
            bytes.position(bytes.position() + video.fill(bytes.slice(), number));
        }
        return Files.write(directory.resolve("stamped.yuyv"), bytes.array());
    }

    /** A compressed frame is as long as its write(): nothing is left of a longer one, and no zeros are added. */
    @Test
    void ffmpegWritesJpegs_eachArrivesAsLongAsItIs() {
        String[] line = {
            "ffmpeg",
            "-nostdin",
            "-v",
            "error",
            "-re",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=320x240:rate=10:duration=3",
            "-c:v",
            "mjpeg",
            "-f",
            "v4l2",
            OUTPUT
        };
        FrameFormat format = Camera.small(PixelFormat.MJPG);
        try (CameraCapture capture =
                        CameraCapture.open(CaptureRequest.of(CAPTURE).withFormat(format));
                RunningProgram program = RunningProgram.start(line)) {
            for (int i = 0; i < 10; i++) {
                ByteBuffer jpeg = Objects.requireNonNull(capture.next(RunningProgram.PATIENCE), program::output)
                        .data();
                assertThat(jpeg.getShort(0)).as("start of image").isEqualTo((short) 0xffd8);
                assertThat(jpeg.getShort(jpeg.limit() - 2)).as("end of image").isEqualTo((short) 0xffd9);
            }
            assertThat(program.awaitExit()).as(program.output()).isZero();
        }
    }

    /** From one camera into the other without a copy anywhere. */
    @Test
    void gstreamerImportsTheDmaBufsOfAnotherCamera_framesArriveUncopied() {
        Vivid.load();
        long borrowed = Counters.of("borrowed");
        FrameFormat format = FrameFormat.of(PixelFormat.YUYV, 320, 180);
        String caps = "video/x-raw,format=YUY2,width=320,height=180";
        String[] line = {
            "gst-launch-1.0",
            "-q",
            "v4l2src",
            "device=" + Vivid.NODE,
            "io-mode=dmabuf",
            "num-buffers=40",
            "!",
            caps,
            "!",
            "v4l2sink",
            "device=" + OUTPUT,
            "io-mode=dmabuf-import",
            "max-lateness=-1"
        };
        try (CameraCapture capture =
                        CameraCapture.open(CaptureRequest.of(CAPTURE).withFormat(format));
                RunningProgram program = RunningProgram.start(line)) {
            for (int i = 0; i < 10; i++) {
                CapturedFrame frame = Objects.requireNonNull(capture.next(RunningProgram.PATIENCE), program::output);
                assertThat(frame.bytesUsed()).isEqualTo(format.sizeImage());
            }
            assertThat(Counters.of("borrowed") - borrowed).isGreaterThanOrEqualTo(10);
            assertThat(program.awaitExit()).as(program.output()).isZero();
        } finally {
            Vivid.unload();
        }
    }

    @Test
    void consumerIsThereFirst_itGetsTheFramesOfEachProducerOfItsFormat() throws IOException {
        Path got = directory.resolve("got");
        String[] producer = ffmpeg(stampedFile(20));
        try (RunningProgram watching = RunningProgram.start(
                "v4l2-ctl",
                "-d",
                CAPTURE,
                "--set-fmt-video=width=320,height=240,pixelformat=YUYV",
                "--stream-mmap",
                "--stream-count=25",
                "--stream-to=" + got)) {
            await().atMost(RunningProgram.PATIENCE).until(() -> Counters.of("streaming") == 1);
            for (int run = 0; run < 3 && watching.isAlive(); run++) {
                try (RunningProgram feeding = RunningProgram.start(producer)) {
                    assertThat(feeding.awaitExit()).as(feeding.output()).isZero();
                }
            }
            assertThat(watching.awaitExit()).as(watching.output()).isZero();
        }
        List<Integer> numbers = FrameFile.numbers(got, video);
        assertThat(numbers).hasSize(25);
        assertThat(numbers.subList(20, 25)).as("of the next producer").allMatch(number -> number < 20);
    }

    private static String[] ffmpeg(Path file) {
        return new String[] {
            "ffmpeg",
            "-nostdin",
            "-v",
            "error",
            "-re",
            "-f",
            "rawvideo",
            "-pixel_format",
            "yuyv422",
            "-video_size",
            "320x240",
            "-framerate",
            "5",
            "-i",
            file.toString(),
            "-f",
            "v4l2",
            OUTPUT
        };
    }
}
