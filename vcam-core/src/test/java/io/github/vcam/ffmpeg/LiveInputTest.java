// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.Look;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.source.InputAccess;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Inputs that come from a network: they may be silent for ever, and do not wait for who plays them. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit sets it up
class LiveInputTest {
    private static final String MULTIPART =
            "HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=frame\r\n\r\n";

    private ServerSocket server;
    private @Nullable Thread serving;

    /** What a server does with who comes first. */
    @FunctionalInterface
    private interface Serving {
        void serve(OutputStream out) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        if (serving != null) {
            serving.interrupt();
            serving.join();
        }
    }

    private String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/camera";
    }

    private void serve(Serving what) {
        Thread thread = new Thread(() -> {
            try (Socket client = server.accept()) {
                what.serve(client.getOutputStream());
                Thread.sleep(60_000);
            } catch (IOException | InterruptedException e) {
                // the test is over
            }
        });
        serving = thread;
        thread.start();
    }

    private static byte[] jpeg() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "jpg", file);
        return file.toByteArray();
    }

    private static void sendFrame(OutputStream out, byte[] jpeg) throws IOException {
        String head = "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.length + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(jpeg);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Test
    void serverSaysNothing_openingEndsWithAnId() {
        serve(out -> {});
        assertThatThrownBy(() -> new InputOpener(url(), InputAccess.USUAL, Duration.ofMillis(300)).open())
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(CoreError.INPUT_SILENT))
                .hasMessageContaining(url())
                .hasMessageContaining("0.3 s");
    }

    @Test
    void threadIsInterrupted_openingEnds() {
        serve(out -> {});
        Thread opens = Thread.currentThread();
        Thread interrupts = new Thread(() -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            opens.interrupt();
        });
        interrupts.start();
        assertThatThrownBy(() -> new InputOpener(url(), InputAccess.USUAL).open())
                .isInstanceOf(VcamException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void cameraFallsSilent_closingDoesNotWaitForIt() throws Exception {
        byte[] jpeg = jpeg();
        CompletableFuture<Boolean> sent = new CompletableFuture<>();
        serve(out -> {
            out.write(MULTIPART.getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 30; i++) {
                sendFrame(out, jpeg);
            }
            sent.complete(true);
        });
        try (FfmpegSource source = FfmpegSource.file(url(), null)) {
            PlaneLayout layout = FrameFormat.of(PixelFormat.YU12, 64, 48).tight();
            source.deliver(layout);
            assertThat(source.next()).isTrue();
            assertThat(source.writeTo(ByteBuffer.allocateDirect(layout.sizeImage())))
                    .isPositive();
            sent.get(30, TimeUnit.SECONDS);
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("vcam-decode"));
    }

    @Test
    void optionIsUnknown_itIsRefused() {
        serve(out -> {
            out.write(MULTIPART.getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 30; i++) {
                sendFrame(out, jpeg());
            }
        });
        assertThatThrownBy(() ->
                        new InputOpener(url(), InputAccess.USUAL.withOptions(Map.of("no_such_option", "1"))).open())
                .hasMessageContaining("no_such_option")
                .hasMessageContaining("VCAM-204");
    }

    /** Gives frames as fast as they are taken, each with its number in its time. */
    private static final class Racing extends PlainProducer {
        private final boolean live;
        private long made;

        Racing(boolean live) {
            this.live = live;
        }

        @Override
        public Video video() {
            return new Video(new FrameSize(64, 48), 0, FrameRate.of(25), false, false, live, true, 1);
        }

        @Override
        public boolean produce(NativeFrame into) {
            try (NativeFrame frame = NativeFrame.allocate(0, 64, 48)) {
                frame.moveTo(into);
            }
            into.stamp(FrameRate.of(25).nanosAt(made++), 0);
            return true;
        }
    }

    @Test
    void senderIsFaster_framesAreLeftOutSoThatNoneIsOld() {
        for (boolean live : new boolean[] {true, false}) {
            Racing racing = new Racing(live);
            try (FfmpegSource source = FfmpegSource.of("camera", racing, true, null, Look.PLAIN, false)) {
                source.deliver(source.rawFormat().tight());
                for (int i = 0; i < 50; i++) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                    assertThat(source.next()).isTrue();
                }
                if (live) {
                    assertThat(source.dropped()).isGreaterThan(20);
                } else {
                    assertThat(source.dropped()).isZero();
                }
            }
        }
    }

    /** Gives as many frames as it is told to. */
    private static final class Told extends PlainProducer {
        private final Racing racing = new Racing(true);
        private final Semaphore told = new Semaphore(1); // the first one tells what pictures are like
        private final AtomicLong made = new AtomicLong();

        @Override
        public Video video() {
            return racing.video();
        }

        @Override
        public boolean produce(NativeFrame into) {
            try {
                told.acquire();
            } catch (InterruptedException e) {
                return false;
            }
            made.incrementAndGet();
            return racing.produce(into);
        }

        @Override
        public void cancel() {
            told.release(); // whoever waits goes on to see that it is over
        }

        void await(long frames) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (made.get() < frames) {
                assertThat(System.nanoTime() - deadline)
                        .as("%d frames are wanted", frames)
                        .isNegative();
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void clockOfTheCameraIsOnePercentFaster_afterAnHourNoFrameIsOlder() {
        int frames = 25 * 60 * 60;
        Told camera = new Told();
        try (FfmpegSource source = FfmpegSource.of("camera", camera, true, null, Look.PLAIN, false)) {
            source.deliver(source.rawFormat().tight());
            long allowed = 1;
            for (int sent = 1; sent <= frames; sent++) {
                long now = (long) sent + sent / 100;
                camera.told.release((int) (now - allowed));
                allowed = now;
                camera.await(now);
                assertThat(source.next()).isTrue();
                assertThat(now - sent - source.dropped()).as("frame %d", sent).isBetween(0L, 3L);
            }
            assertThat(source.dropped()).isCloseTo(frames / 100, within(3L));
        }
    }

    @Test
    void cameraGivesNothingForAWhile_itsLastFrameComesAgain() {
        Told camera = new Told();
        try (FfmpegSource source = FfmpegSource.of("camera", camera, true, null, Look.PLAIN, false)) {
            source.deliver(source.rawFormat().tight());
            for (int i = 0; i < 3; i++) {
                assertThat(source.next()).isTrue();
            }
            assertThat(camera.made).hasValue(1);
        }
    }

    @Test
    void serverGoesAndComesAgain_framesGoOn() throws Exception {
        byte[] jpeg = jpeg();
        Thread thread = new Thread(() -> {
            for (int i = 0; i < 2; i++) {
                try (Socket client = server.accept()) {
                    OutputStream out = client.getOutputStream();
                    out.write(MULTIPART.getBytes(StandardCharsets.US_ASCII));
                    for (int sent = 0; sent < 30; sent++) {
                        sendFrame(out, jpeg);
                    }
                } catch (IOException e) {
                    return; // the test is over
                }
            }
        });
        serving = thread;
        thread.start();
        InputAccess patient = InputAccess.USUAL.withReconnect(Duration.ofSeconds(30));
        try (FfmpegSource source = FfmpegSource.file(url(), patient, null, Look.PLAIN, false)) {
            source.deliver(FrameFormat.of(PixelFormat.YU12, 64, 48).tight());
            for (long taken = 1; taken + source.dropped() < 60; taken++) {
                assertThat(source.next()).isTrue();
            }
        }
    }
}
