// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.DirectedCamera;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Side;
import io.github.vcam.v4l2.OwnedDevice;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A camera whose picture changes while programs look: when a change has returned nobody gets the picture before. */
@SuppressWarnings("NullAway.Init") // JUnit sets the directory
class DirectedCameraIT {
    private static final FrameFormat FORMAT = FrameFormat.of(PixelFormat.YU12, 160, 120);
    private static final int PICTURES = 4;
    private static final int SWITCHES = 40;
    private static final int POLL_MILLIS = 20;
    private static final int TOLERANCE = 6;

    @TempDir
    private Path directory;

    private OwnedDevice device;

    @BeforeEach
    void add() {
        KernelModule.awaitNode("/dev/v4l2loopback");
        device = OwnedDevice.add("Directed", OwnedDevice.Form.JOINED);
    }

    @AfterEach
    void remove() {
        device.close();
    }

    private DirectedCamera open(Path picture) {
        return DirectedCamera.open(device.node(), FORMAT, FrameRate.of(25), picture.toString(), Duration.ofSeconds(5));
    }

    /** Greys that are far from each other. */
    private static int luminance(int picture) {
        return 40 + 50 * picture;
    }

    private Path picture(int number) throws IOException {
        BufferedImage image = new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB);
        int grey = (int) Math.round((luminance(number) - 16) * 255 / 219.0);
        for (int y = 0; y < 120; y++) {
            for (int x = 0; x < 160; x++) {
                image.setRGB(x, y, new Color(grey, grey, grey).getRGB());
            }
        }
        File file = directory.resolve(number + ".png").toFile();
        ImageIO.write(image, "png", file);
        return file.toPath();
    }

    /** Takes frames as quickly as it can, or slowly and out of a long queue; says which picture each was. */
    private final class Watcher implements AutoCloseable {
        private final List<Integer> seen = new ArrayList<>();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final Node node = Node.open(device.consumerNode(), V4l2.O_RDWR | V4l2.O_NONBLOCK);
        private final int buffers;
        private final Duration rest;
        private final Thread thread;
        private volatile boolean ended;

        Watcher(int buffers, Duration rest) {
            this.buffers = buffers;
            this.rest = rest;
            this.thread = new Thread(this::watch, "watcher");
            thread.start();
        }

        private void watch() {
            try {
                if (buffers == 0) {
                    read();
                } else {
                    stream();
                }
            } catch (Throwable e) {
                failure.set(e);
            }
        }

        private void read() throws InterruptedException {
            NativeMemory memory = SystemCalls.host().allocate(FORMAT.sizeImage());
            while (!ended) {
                if (node.poll(V4l2.POLLIN, Duration.ofMillis(POLL_MILLIS)) != 0
                        && node.read(memory, memory.length()) > 0) {
                    see(memory);
                }
                Thread.sleep(rest.toMillis());
            }
        }

        private void stream() throws InterruptedException {
            Node.must("REQBUFS", node.requestBuffers(Side.CAPTURE, buffers));
            List<NativeMemory> memory = new ArrayList<>();
            for (int i = 0; i < buffers; i++) {
                memory.add(node.map(Side.CAPTURE, i));
                Node.must("QBUF", node.queue(Side.CAPTURE, i, 0));
            }
            Node.must("STREAMON", node.streamOn(Side.CAPTURE));
            Buffer buffer = new Buffer();
            while (!ended) {
                if (node.poll(V4l2.POLLIN, Duration.ofMillis(POLL_MILLIS)) != 0) {
                    Node.must("DQBUF", node.dequeue(Side.CAPTURE, buffer));
                    see(memory.get(buffer.index()));
                    Node.must("QBUF", node.queue(Side.CAPTURE, buffer.index(), 0));
                }
                Thread.sleep(rest.toMillis());
            }
            memory.forEach(node::unmap);
        }

        private void see(NativeMemory frame) {
            int grey = frame.bytes().get(160 * 60 + 80) & 0xff;
            int picture = (int) Math.round((grey - 40) / 50.0);
            assertThat(grey).isBetween(luminance(picture) - TOLERANCE, luminance(picture) + TOLERANCE);
            synchronized (seen) {
                seen.add(picture);
                seen.notifyAll();
            }
        }

        int count() {
            assertThat(failure.get()).isNull();
            synchronized (seen) {
                return seen.size();
            }
        }

        void awaitMore(int than) throws InterruptedException {
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            synchronized (seen) {
                while (seen.size() <= than && System.nanoTime() - deadline < 0) {
                    seen.wait(100);
                }
            }
            assertThat(count()).isGreaterThan(than);
        }

        List<Integer> since(int mark) {
            synchronized (seen) {
                return List.copyOf(seen.subList(mark, seen.size()));
            }
        }

        @Override
        public void close() {
            ended = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            node.close();
            assertThat(failure.get()).isNull();
        }
    }

    @Test
    void pictureChangesWhileOthersWatch_nobodySeesTheOldOneWhenTheCallHasReturned() throws Exception {
        List<Path> pictures = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            pictures.add(picture(i));
        }
        try (DirectedCamera camera = open(pictures.get(0));
                Watcher quick = new Watcher(3, Duration.ZERO);
                Watcher slow = new Watcher(8, Duration.ofMillis(60));
                Watcher reader = new Watcher(0, Duration.ofMillis(15))) {
            List<Watcher> watchers = List.of(quick, slow, reader);
            for (Watcher watcher : watchers) {
                watcher.awaitMore(0);
            }
            for (int i = 1; i <= SWITCHES; i++) {
                int shown = i % PICTURES;
                camera.show(pictures.get(shown));
                List<Integer> marks = watchers.stream().map(Watcher::count).toList();
                for (int w = 0; w < watchers.size(); w++) {
                    watchers.get(w).awaitMore(marks.get(w) + 1);
                    assertThat(watchers.get(w).since(marks.get(w)))
                            .as("switch %d, watcher %d", i, w)
                            .containsOnly(shown);
                }
            }
        }
    }

    @Test
    void nobodyWatches_aChangeReturnsAtOnce() throws IOException {
        try (DirectedCamera camera = open(picture(0))) {
            camera.show(picture(1));
            camera.black();
            camera.play("pattern:bars");
            assertThat(Path.of(device.node())).exists();
        }
    }

    @Test
    void aConsumerTakesNothing_theChangeNamesIt() throws IOException {
        try (DirectedCamera camera = DirectedCamera.open(
                        device.node(), FORMAT, FrameRate.of(25), picture(0).toString(), Duration.ofMillis(800));
                Node idle = Node.open(device.consumerNode(), V4l2.O_RDWR | V4l2.O_NONBLOCK)) {
            Node.must("REQBUFS", idle.requestBuffers(Side.CAPTURE, 2));
            Node.must("QBUF", idle.queue(Side.CAPTURE, 0, 0));
            Node.must("STREAMON", idle.streamOn(Side.CAPTURE));
            assertThatThrownBy(() -> camera.show(picture(1)))
                    .hasMessageContaining("(pid " + ProcessHandle.current().pid() + ")")
                    .hasMessageContaining("has not taken a frame")
                    .hasMessageEndingWith("[VCAM-307]");
        }
    }

    @Test
    void aPictureCannotBeRead_whatWasShownGoesOn() throws Exception {
        try (DirectedCamera camera = open(picture(2));
                Watcher watcher = new Watcher(3, Duration.ZERO)) {
            watcher.awaitMore(0);
            assertThatThrownBy(() -> camera.show(directory.resolve("none.png"))).hasMessageEndingWith("[VCAM-101]");
            int mark = watcher.count();
            watcher.awaitMore(mark + 3);
            assertThat(watcher.since(mark)).containsOnly(2);
        }
    }

    @Test
    void itIsFrozen_framesGoOnAndAreTheSame() throws Exception {
        // 25 frames each of which is brighter than the one before
        String ramp = "lavfi:color=c=black:s=160x120:r=25,geq=lum='40+50*mod(floor(N/3),4)':cb=128:cr=128";
        try (DirectedCamera camera = open(picture(0));
                Watcher watcher = new Watcher(3, Duration.ZERO)) {
            camera.play(ramp);
            watcher.awaitMore(20);
            camera.freeze();
            int mark = watcher.count();
            watcher.awaitMore(mark + 10);
            assertThat(watcher.since(mark).stream().distinct()).hasSize(1);
            camera.resume();
            int going = watcher.count();
            watcher.awaitMore(going + 15);
            assertThat(watcher.since(going).stream().distinct().count()).isGreaterThan(1);
        }
    }
}
