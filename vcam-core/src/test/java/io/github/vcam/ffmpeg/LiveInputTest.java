// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.Look;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
        assertThatThrownBy(() -> Demuxer.open(url(), Map.of(), Duration.ofMillis(300)))
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
        assertThatThrownBy(() -> Demuxer.open(url(), Map.of())).isInstanceOf(VcamException.class);
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
        assertThatThrownBy(() -> Demuxer.open(url(), Map.of("no_such_option", "1")))
                .hasMessageContaining("no_such_option")
                .hasMessageContaining("VCAM-204");
    }

    /** Gives frames as fast as they are taken, each with its number in its time. */
    private static final class Racing implements FrameProducer {
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

        @Override
        public void rewind() {}

        @Override
        public List<String> warnings() {
            return List.of();
        }

        @Override
        public void close() {}
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
}
