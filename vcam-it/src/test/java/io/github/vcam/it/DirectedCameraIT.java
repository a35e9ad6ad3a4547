// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.DirectedCamera;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.GreyWatcher;
import io.github.vcam.it.support.Greys;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Side;
import io.github.vcam.v4l2.OwnedDevice;
import io.github.vcam.v4l2.sys.V4l2;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A camera whose picture changes while programs look: when a change has returned nobody gets the picture before. */
@SuppressWarnings("NullAway.Init") // JUnit sets the directory
class DirectedCameraIT {
    private static final FrameFormat FORMAT = FrameFormat.of(PixelFormat.YU12, 160, 120);
    private static final int SWITCHES = 40;

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

    private Path picture(int number) {
        return Greys.write(directory, FORMAT.width(), FORMAT.height()).get(number);
    }

    private GreyWatcher watcher(int buffers, Duration rest) {
        return new GreyWatcher(device.consumerNode(), FORMAT, buffers, rest);
    }

    @Test
    void pictureChangesWhileOthersWatch_nobodySeesTheOldOneWhenTheCallHasReturned() throws Exception {
        List<Path> pictures = Greys.write(directory, FORMAT.width(), FORMAT.height());
        try (DirectedCamera camera = open(pictures.get(0));
                GreyWatcher quick = watcher(3, Duration.ZERO);
                GreyWatcher slow = watcher(8, Duration.ofMillis(60));
                GreyWatcher reader = watcher(0, Duration.ofMillis(15))) {
            List<GreyWatcher> watchers = List.of(quick, slow, reader);
            for (GreyWatcher watcher : watchers) {
                watcher.awaitMore(0);
            }
            for (int i = 1; i <= SWITCHES; i++) {
                int shown = i % Greys.COUNT;
                camera.show(pictures.get(shown));
                List<Integer> marks = watchers.stream().map(GreyWatcher::count).toList();
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
    void nobodyWatches_aChangeReturnsAtOnce() {
        try (DirectedCamera camera = open(picture(0))) {
            camera.show(picture(1));
            camera.black();
            camera.play("pattern:bars");
            assertThat(Path.of(device.node())).exists();
        }
    }

    @Test
    void aConsumerTakesNothing_theChangeNamesIt() {
        try (DirectedCamera camera = DirectedCamera.open(
                        device.node(), FORMAT, FrameRate.of(25), picture(0).toString(), Duration.ofMillis(800));
                Node idle = Node.open(device.consumerNode(), V4l2.O_RDWR | V4l2.O_NONBLOCK)) {
            Node.must("REQBUFS", idle.requestBuffers(Side.CAPTURE, 2));
            Node.must("QBUF", idle.queue(Side.CAPTURE, 0, 0));
            Node.must("STREAMON", idle.streamOn(Side.CAPTURE));
            assertThatThrownBy(() -> camera.show(picture(1)))
                    .hasMessageContaining("(pid " + ProcessHandle.current().pid() + ")")
                    .hasMessageContaining("has not taken a frame")
                    .hasMessageEndingWith("[VCAM-309]");
        }
    }

    @Test
    void aPictureCannotBeRead_whatWasShownGoesOn() throws Exception {
        try (DirectedCamera camera = open(picture(2));
                GreyWatcher watcher = watcher(3, Duration.ZERO)) {
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
        String ramp = "lavfi:color=c=black:s=160x120:r=25,geq=lum='33+20*mod(floor(N/3),4)':cb=128:cr=128";
        try (DirectedCamera camera = open(picture(0));
                GreyWatcher watcher = watcher(3, Duration.ZERO)) {
            camera.play(ramp);
            watcher.awaitMore(20);
            camera.freeze();
            int mark = watcher.count();
            watcher.awaitMore(mark + 10);
            assertThat(watcher.since(mark).stream().distinct()).hasSize(1);
            camera.seek(Duration.ofMillis(600)); // the 15th
            int there = watcher.count();
            watcher.awaitMore(there + 10);
            assertThat(watcher.since(there)).containsOnly(1);
            camera.resume();
            int going = watcher.count();
            watcher.awaitMore(going + 15);
            assertThat(watcher.since(going).stream().distinct().count()).isGreaterThan(1);
        }
    }
}
