// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.DirectedCamera;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.it.support.Background;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.PlainUser;
import io.github.vcam.it.support.Side;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.v4l2.OwnedDevice;
import io.github.vcam.v4l2.OwnedDevice.Form;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A camera that goes away while programs look, as if it were unplugged, and comes back. */
class UnpluggedCameraIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String WHITE = "lavfi:color=c=white:s=160x120:r=25";
    private static final String GREY = "lavfi:color=c=0x808080:s=160x120:r=25";
    private static final int BLACK_LUMA = 16;
    private static final int WHITE_LUMA = 235;
    private static final int TOLERANCE = 8;

    @BeforeEach
    void await() {
        KernelModule.awaitNode("/dev/v4l2loopback");
    }

    private static DirectedCamera make(Form form) {
        return DirectedCamera.make(
                "Unplugged",
                form,
                FeedRequest.of(WHITE, "its own")
                        .withSize(new FrameSize(160, 120))
                        .withLoop(true),
                Duration.ofSeconds(5));
    }

    /** How bright what a program sees is, that opens the camera now. */
    private static int luma(DirectedCamera camera) {
        KernelModule.awaitNode(camera.consumerDevice());
        try (Node node = Node.open(camera.consumerDevice(), V4l2.O_RDWR | V4l2.O_NONBLOCK)) {
            NativeMemory memory = SystemCalls.host().allocate(camera.format().sizeImage());
            assertThat(node.poll(V4l2.POLLIN, PATIENCE) & V4l2.POLLIN).isEqualTo(V4l2.POLLIN);
            Node.must("read", node.read(memory, memory.length()));
            return memory.bytes().get(160 * 60 + 80) & 0xff;
        }
    }

    private static void stream(Node node) {
        Node.must("REQBUFS", node.requestBuffers(Side.CAPTURE, 2));
        for (int i = 0; i < 2; i++) {
            Node.must("QBUF", node.queue(Side.CAPTURE, i, 0));
        }
        Node.must("STREAMON", node.streamOn(Side.CAPTURE));
        assertThat(node.poll(V4l2.POLLIN, PATIENCE) & V4l2.POLLIN).isEqualTo(V4l2.POLLIN);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void itIsUnplugged_consumersAreToldAndItComesBackAtItsNode(Form form) {
        try (DirectedCamera camera = make(form)) {
            String device = camera.consumerDevice();
            assertThat(luma(camera)).isBetween(WHITE_LUMA - TOLERANCE, WHITE_LUMA);
            try (Node consumer = Node.open(device, V4l2.O_RDWR | V4l2.O_NONBLOCK)) {
                stream(consumer);
                camera.disconnect();
                camera.disconnect();
                assertThat(camera.isConnected()).isFalse();
                assertThat(Path.of(device)).doesNotExist();
                assertThat(consumer.poll(V4l2.POLLIN, PATIENCE) & V4l2.POLLHUP).isEqualTo(V4l2.POLLHUP);
                assertThat(consumer.dequeue(Side.CAPTURE, new Buffer())).isEqualTo(-Errno.ENODEV);
            }
            camera.black(); // is seen later
            camera.reconnect();
            camera.reconnect();
            assertThat(camera.isConnected()).isTrue();
            assertThat(camera.consumerDevice()).isEqualTo(device);
            assertThat(luma(camera)).isBetween(BLACK_LUMA, BLACK_LUMA + TOLERANCE);
            camera.play(GREY);
            assertThat(luma(camera)).isBetween(126 - TOLERANCE, 126 + TOLERANCE);
        }
    }

    @Test
    void aProgramStillHasItOpen_itComesBackAtAnotherNode() {
        try (DirectedCamera camera = make(Form.JOINED)) {
            String device = camera.consumerDevice();
            try (Node consumer = Node.open(device, V4l2.O_RDWR | V4l2.O_NONBLOCK)) {
                stream(consumer);
                camera.disconnect();
                camera.reconnect();
                assertThat(camera.consumerDevice()).isNotEqualTo(device);
                assertThat(luma(camera)).isBetween(WHITE_LUMA - TOLERANCE, WHITE_LUMA);
                // the one before is none of those that a change waits for
                camera.black();
            }
        }
    }

    @Test
    void aConsumerWaitsInRead_itIsToldSo() throws Exception {
        try (DirectedCamera camera = make(Form.JOINED)) {
            NativeMemory memory = SystemCalls.host().allocate(camera.format().sizeImage());
            try (Node reader = Node.open(camera.consumerDevice(), V4l2.O_RDWR)) {
                CompletableFuture<Integer> reading = Background.start(() -> {
                    int answer;
                    do {
                        answer = reader.read(memory, memory.length());
                    } while (answer > 0);
                    return answer;
                });
                camera.freeze(); // the reader takes frames
                camera.disconnect();
                assertThat(reading.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(-Errno.ENODEV);
            }
        }
    }

    @Test
    void aGroupMayWatch_othersMayNotBeforeAndAfterwards() {
        PlainUser.create();
        OwnedDevice owned = OwnedDevice.add("Unplugged", Form.JOINED);
        owned.watchedBy("video");
        try (DirectedCamera camera =
                DirectedCamera.make(owned, FeedRequest.of(WHITE, "its own").withLoop(true), Duration.ofSeconds(5))) {
            for (int round = 0; round < 2; round++) {
                String[] watch = {
                    "dd",
                    "if=" + camera.consumerDevice(),
                    "of=/dev/null",
                    "bs=" + camera.format().sizeImage(),
                    "count=1"
                };
                assertThat(PlainUser.run(watch).stderr()).contains("Permission denied");
                CommandResult watched = PlainUser.runInGroup("video", watch);
                assertThat(watched.exitStatus()).as(watched.stderr()).isZero();
                camera.disconnect();
                camera.reconnect();
            }
        }
        OwnedDevice other = OwnedDevice.add("Unplugged", Form.JOINED);
        assertThatThrownBy(() -> other.watchedBy("no-such-group")).hasMessageContaining("no-such-group");
        other.close();
    }

    @Test
    void itIsClosedWhileItIsAway_nothingIsLeft() {
        String device;
        try (DirectedCamera camera = make(Form.JOINED)) {
            device = camera.consumerDevice();
            camera.disconnect();
        }
        assertThat(Path.of(device)).doesNotExist();
    }
}
