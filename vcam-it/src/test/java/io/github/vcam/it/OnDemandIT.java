// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.vcam.DirectedCamera;
import io.github.vcam.feed.FeedListener;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.feed.FeedStats;
import io.github.vcam.feed.Feeder;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.GreyWatcher;
import io.github.vcam.it.support.Greys;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.Programs;
import io.github.vcam.producer.StreamingMethod;
import io.github.vcam.v4l2.OwnedDevice;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What plays on demand has its input open, and wakes, only while somebody takes frames. */
@Tag("long")
@SuppressWarnings("NullAway.Init") // JUnit sets the directory
class OnDemandIT {
    private static final FrameFormat FORMAT = FrameFormat.of(PixelFormat.YU12, 160, 120);
    private static final Duration REST = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    private OwnedDevice device;

    @BeforeEach
    void add() {
        KernelModule.awaitNode("/dev/v4l2loopback");
        device = OwnedDevice.add("On demand", OwnedDevice.Form.CAMERA);
    }

    @AfterEach
    void remove() {
        device.close();
    }

    private GreyWatcher watcher() {
        return new GreyWatcher(device.consumerNode(), FORMAT, 4, Duration.ZERO);
    }

    @ParameterizedTest
    @EnumSource(names = {"WRITE", "MMAP"})
    void feedIsOnDemand_itsInputIsOpenWhileSomebodyLooks(StreamingMethod method) throws Exception {
        Path clip = clip();
        FeedRequest request = FeedRequest.of(clip.toString(), device.node())
                .withMethod(method)
                .withFormat(FORMAT.pixelFormat())
                .withLoop(true)
                .withOnDemand(true);
        try (Feeder feeder = Feeder.open(request)) {
            CompletableFuture<FeedStats> ended = new CompletableFuture<>();
            Thread thread = new Thread(() -> ended.complete(feeder.run(FeedListener.NONE)), "vcam feeds");
            thread.start();
            for (int visit = 1; visit <= 2; visit++) {
                awaitClosed(clip);
                assertNothingWakes();
                try (GreyWatcher watcher = watcher()) {
                    watcher.awaitMore(20);
                    assertThat(isOpen(clip)).as("visit %d", visit).isTrue();
                }
            }
            awaitClosed(clip);
            feeder.stop();
            FeedStats stats = ended.get(Consumer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(stats.end()).isEqualTo(FeedStats.End.STOPPED);
            assertThat(stats.sent()).isGreaterThan(40);
            thread.join();
        }
    }

    @Test
    void cameraIsDirectedOnDemand_itRestsWhileNobodyLooksAndShowsWhatItIsTold() throws Exception {
        List<Path> pictures = Greys.write(directory, FORMAT.width(), FORMAT.height());
        FeedRequest request = FeedRequest.of(pictures.get(0).toString(), device.node())
                .withFormat(FORMAT.pixelFormat())
                .withRate(FrameRate.of(25))
                .withOnDemand(true);
        try (DirectedCamera camera = DirectedCamera.open(request, Duration.ofSeconds(10))) {
            for (int shown = 1; shown <= 2; shown++) {
                camera.show(pictures.get(shown));
                assertNothingWakes();
                try (GreyWatcher watcher = watcher()) {
                    watcher.awaitMore(20);
                    assertThat(watcher.since(0)).as("also the first one").containsOnly(shown);
                    camera.show(pictures.get(shown + 4));
                    int mark = watcher.count();
                    watcher.awaitMore(mark + 3);
                    assertThat(watcher.since(mark)).containsOnly(shown + 4);
                }
            }
            assertNothingWakes();
        }
    }

    /** Grey all over, as its watcher wants it. */
    private Path clip() {
        Path clip = directory.resolve("clip.avi");
        String picture = "color=c=0x878787:size=160x120:rate=25:duration=4";
        Programs.call("ffmpeg", "-v", "error", "-f", "lavfi", "-i", picture, "-c:v", "mjpeg", clip.toString());
        return clip;
    }

    private static void awaitClosed(Path file) {
        await().atMost(Consumer.PATIENCE).until(() -> !isOpen(file));
    }

    private static boolean isOpen(Path file) throws IOException {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path each : open) {
                if (Files.exists(each) && Files.readSymbolicLink(each).equals(file)) {
                    return true;
                }
            }
        } catch (NoSuchFileException e) {
            return isOpen(file); // another one was closed meanwhile
        }
        return false;
    }

    /** Waits until our threads sleep, and then looks whether one of them wakes. */
    private static void assertNothingWakes() throws InterruptedException {
        await().atMost(Consumer.PATIENCE).pollInterval(REST).until(() -> {
            Map<String, String> before = sleeps();
            Thread.sleep(REST.toMillis());
            return !before.isEmpty() && sleeps().equals(before);
        });
    }

    /** How often each thread of ours went to sleep. */
    private static Map<String, String> sleeps() throws IOException {
        Map<String, String> sleeps = new TreeMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                String status = Files.readString(task.resolve("status"));
                if (status.startsWith("Name:\tvcam")) {
                    status.lines()
                            .filter(line -> line.startsWith("voluntary_ctxt_switches"))
                            .forEach(line -> sleeps.put(task.toString(), line));
                }
            }
        } catch (NoSuchFileException e) {
            return sleeps(); // another one ended meanwhile
        }
        return sleeps;
    }
}
