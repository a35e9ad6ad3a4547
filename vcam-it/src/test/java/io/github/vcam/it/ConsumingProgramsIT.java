// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.vcam.it.support.Background;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.FrameFile;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.RunningProgram;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.it.support.WatchingProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Debian's programs that watch cameras, each with the habit that once broke it on some driver. */
@Tag("long")
class ConsumingProgramsIT {
    private static final int FRAMES = 12;
    private static final long PAUSE_NANOS = 40_000_000;
    private static final String DEVICE = Camera.path();

    private final StampedVideo video = Camera.video();

    @TempDir
    private Path directory = Path.of("");

    /** Programs that write the frames that they got, as they got them, to a file. */
    static Stream<Arguments> programs() {
        String count = Integer.toString(FRAMES);
        return Stream.of(
                Arguments.of("v4l2-ctl by mmap", List.of("v4l2-ctl", "-d", DEVICE, "--stream-mmap", v4l2(count), "TO")),
                Arguments.of(
                        "v4l2-ctl by userptr", List.of("v4l2-ctl", "-d", DEVICE, "--stream-user", v4l2(count), "TO")),
                Arguments.of("v4l2src by read", gstreamer("rw", count)),
                Arguments.of("v4l2src by mmap", gstreamer("mmap", count)),
                Arguments.of("v4l2src by exported dma-buf", gstreamer("dmabuf", count)),
                Arguments.of(
                        "ffmpeg",
                        List.of(
                                "ffmpeg",
                                "-nostdin",
                                "-v",
                                "error",
                                "-f",
                                "v4l2",
                                "-i",
                                DEVICE,
                                "-vsync",
                                "passthrough",
                                "-frames:v",
                                count,
                                "-y",
                                "-f",
                                "rawvideo",
                                "FILE")));
    }

    private static String v4l2(String count) {
        return "--stream-count=" + count;
    }

    private static List<String> gstreamer(String method, String count) {
        return List.of(
                "gst-launch-1.0",
                "-q",
                "v4l2src",
                "device=" + DEVICE,
                "io-mode=" + method,
                "num-buffers=" + count,
                "!",
                "filesink",
                "location=FILE");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void programWatches_everyFrameThatItGetsIsWholeAndNew(String name, List<String> line) throws IOException {
        Path file = directory.resolve("frames");
        String[] argv = line.stream()
                .map(word -> word.replace("FILE", file.toString()).replace("TO", "--stream-to=" + file))
                .toArray(String[]::new);
        WatchingProgram.run(video, argv);
        assertThat(FrameFile.numbers(file, video))
                .as(name)
                .hasSize(FRAMES)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("yavtas")
    void buffersAreQueuedOnceAndKeptAtTheEnd_everyOneIsFilled(String name, List<String> more) throws IOException {
        List<String> line = new ArrayList<>(List.of("yavta", "-c" + FRAMES, "-n4", "-F" + directory.resolve("#.bin")));
        line.addAll(more);
        line.add(DEVICE);
        String said = WatchingProgram.run(video, line.toArray(String[]::new));
        assertThat(said).as(name).contains("Captured " + FRAMES + " frames");
        List<Integer> numbers = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                numbers.addAll(FrameFile.numbers(file, video));
            }
        }
        assertThat(numbers).hasSize(FRAMES).doesNotHaveDuplicates();
    }

    static Stream<Arguments> yavtas() {
        return Stream.of(Arguments.of("mmap", List.of()), Arguments.of("userptr", List.of("-u")));
    }

    /** It gives buffers back by counting and does not look at the index that it was told. */
    @Test
    void programCountsItsBuffers_theyComeBackInTheOrderInWhichTheyWereQueued() {
        WatchingProgram.run(
                video,
                "streamer",
                "-q",
                "-c",
                DEVICE,
                "-s",
                "320x240",
                "-r",
                "5",
                "-t",
                "8",
                "-o",
                directory + "/f0000.ppm");
        assertThat(IntStream.range(0, 8).mapToObj(i -> directory.resolve("f000" + i + ".ppm")))
                .allSatisfy(file -> assertThat(ImageSize.ofPpm(file)).isEqualTo(new ImageSize(320, 240)));
    }

    /** It gives up when poll() reports POLLOUT for a consumer. */
    @Test
    void serverAsksByPoll_itServesPictures() throws IOException {
        String[] line = {
            "ustreamer", "--device", DEVICE, "--format", "YUYV", "--resolution", "320x240", "--port", "8099"
        };
        try (Producer producer = new MappedProducer(video);
                RunningProgram server = RunningProgram.start(line)) {
            CompletableFuture<HttpResponse<byte[]>> answer = new CompletableFuture<>();
            for (int number = 1; server.isAlive() && !answer.isDone(); number++) {
                producer.send(number);
                LockSupport.parkNanos(PAUSE_NANOS);
                if (number == 1) {
                    answer = Background.start(() -> picture());
                }
            }
            HttpResponse<byte[]> picture = answer.join();
            Path file = Files.write(directory.resolve("picture.jpg"), picture.body());
            assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(320);
        }
    }

    /** The server's first picture of the camera; before that it shows one of its own. */
    private static HttpResponse<byte[]> picture() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:8099/snapshot"))
                .timeout(RunningProgram.PATIENCE)
                .build();
        return await().atMost(RunningProgram.PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray()),
                        answer -> answer.headers()
                                .firstValue("X-UStreamer-Online")
                                .equals(Optional.of("true")));
    }

    private record ImageSize(int width, int height) {
        static ImageSize ofPpm(Path file) {
            try {
                String[] words =
                        new String(Files.readAllBytes(file), 0, 20, StandardCharsets.US_ASCII).split("\\s+", 4);
                return new ImageSize(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
