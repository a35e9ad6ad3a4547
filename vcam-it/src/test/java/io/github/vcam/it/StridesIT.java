// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vcam.CameraView;
import io.github.vcam.consumer.CaptureMethod;
import io.github.vcam.consumer.CaptureRequest;
import io.github.vcam.ffmpeg.Converter;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.Consumer;
import io.github.vcam.it.support.ConsumerMethod;
import io.github.vcam.it.support.LoopbackControl;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.ProducerMethod;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.it.support.Vivid;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.layout.Format;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The control {@code keep_strides}: lines that a producer has padded come to consumers as they are. */
class StridesIT {
    private static final int FRAMES = 12;
    private static final int ALIGNMENT = 256;
    private static final int BEHIND = 5000;
    private static final int ROUNDING = 16;
    private static final int WIDTH = 322;
    private static final int HEIGHT = 242;
    private static final Color LEFT = new Color(200, 60, 60);
    private static final Color RIGHT = new Color(60, 60, 200);

    @BeforeAll
    static void loadVivid() {
        Vivid.load();
    }

    @AfterAll
    static void unloadVivid() {
        Vivid.unload();
    }

    @AfterEach
    void linesAreTightAgain() {
        LoopbackControl.KEEP_STRIDES.set(0);
    }

    static Stream<Arguments> ways() {
        return Stream.of(ProducerMethod.values())
                .flatMap(output -> Stream.of(ConsumerMethod.values()).map(capture -> Arguments.of(output, capture)));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("ways")
    void producerPadsItsLines_consumersGetThemAsTheyAre(ProducerMethod output, ConsumerMethod capture) {
        PlaneLayout layout = padded(FrameFormat.of(PixelFormat.NV12, WIDTH, HEIGHT), BEHIND);
        StampedVideo video = StampedVideo.of(layout);
        LoopbackControl.KEEP_STRIDES.set(1);
        try (Producer producer = output.open(video);
                Consumer consumer = capture.open(video)) {
            assertLies(consumer.node().format(Side.CAPTURE), layout);
            for (int number = 1; number <= FRAMES; number++) {
                assertThat(producer.send(number)).isEqualTo(layout.sizeImage());
                assertThat(consumer.receive().number()).isEqualTo(number);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobodyHasAskedForIt_linesAreTight(ProducerMethod output) {
        FrameFormat format = FrameFormat.of(PixelFormat.NV12, WIDTH, HEIGHT);
        try (Node node = Node.open()) {
            Node.must("S_FMT", node.setFormat(Side.OUTPUT, padded(format, BEHIND)));
            assertLies(node.format(Side.OUTPUT), format.tight());
        }
        StampedVideo video = StampedVideo.of(format);
        try (Producer producer = output.open(video);
                Consumer consumer = ConsumerMethod.MMAP.open(video)) {
            producer.send(1);
            assertThat(consumer.receive().number()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"MJPG", "JPEG"})
    void linesArePadded_moduleAndLibraryAgreeOnTheLayout(PixelFormat pixels) {
        PlaneLayout layout = padded(FrameFormat.of(pixels, WIDTH - 1, HEIGHT - 1), 0);
        LoopbackControl.KEEP_STRIDES.set(1);
        try (Node node = Node.open()) {
            Node.must("S_FMT", node.setFormat(Side.OUTPUT, layout.format().layout(layout.bytesPerLine(), 0)));
            assertLies(node.format(Side.OUTPUT), layout);
            assertLies(node.format(Side.CAPTURE), layout);
        }
    }

    static Stream<Arguments> views() {
        return Stream.of(PixelFormat.YUYV, PixelFormat.BGR3, PixelFormat.NV12, PixelFormat.YU12, PixelFormat.YV12)
                .flatMap(pixels -> Stream.of(CaptureMethod.values()).map(method -> Arguments.of(pixels, method)));
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("views")
    void linesArePadded_theLibraryShowsThePicture(PixelFormat pixels, CaptureMethod method) {
        PlaneLayout layout = padded(FrameFormat.of(pixels, WIDTH, HEIGHT), BEHIND);
        NativeMemory memory = SystemCalls.host().allocate(layout.sizeImage());
        LoopbackControl.KEEP_STRIDES.set(1);
        try (Node node = Node.open()) {
            Node.must("S_FMT", node.setFormat(Side.OUTPUT, layout));
            draw(memory.bytes(), layout);
            assertThat(node.write(memory, layout.sizeImage())).isEqualTo(layout.sizeImage());
            CaptureRequest request = CaptureRequest.of(Camera.path()).withMethod(method);
            try (CameraView view = CameraView.open(request)) {
                assertThat(view.capture().layout().orElseThrow().planes()).isEqualTo(layout.planes());
                assertHalves(view.next(Consumer.PATIENCE).orElseThrow());
            }
        } finally {
            SystemCalls.host().free(memory);
        }
    }

    private static PlaneLayout padded(FrameFormat format, int behind) {
        int line = (format.bytesPerLine() + ALIGNMENT) / ALIGNMENT * ALIGNMENT;
        return format.layout(line, format.layout(line, 0).sizeImage() + behind);
    }

    private static void assertLies(Format answer, PlaneLayout layout) {
        assertThat(answer.bytesPerLine()).isEqualTo(layout.bytesPerLine());
        assertThat(answer.sizeImage()).isEqualTo(layout.sizeImage());
    }

    /** Two halves side by side, and something else than black in the padding. */
    private static void draw(ByteBuffer memory, PlaneLayout layout) {
        PlaneLayout from = FrameFormat.of(PixelFormat.BGR3, WIDTH, HEIGHT).tight();
        ByteBuffer picture = ByteBuffer.allocateDirect(from.sizeImage());
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            Color color = i % WIDTH < WIDTH / 2 ? LEFT : RIGHT;
            picture.put((byte) color.getBlue()).put((byte) color.getGreen()).put((byte) color.getRed());
        }
        picture.flip();
        for (int i = 0; i < layout.sizeImage(); i++) {
            memory.put(i, (byte) 0x55);
        }
        try (Converter converter = Converter.open(from, layout)) {
            converter.convert(picture, memory);
        }
    }

    /** Each line has both, from end to end: one that began elsewhere would not. */
    private static void assertHalves(BufferedImage picture) {
        for (int y = 0; y < HEIGHT; y++) {
            for (int x : new int[] {0, WIDTH / 2 - 4}) {
                assertColor(new Color(picture.getRGB(x, y)), LEFT);
            }
            for (int x : new int[] {WIDTH / 2 + 4, WIDTH - 1}) {
                assertColor(new Color(picture.getRGB(x, y)), RIGHT);
            }
        }
    }

    private static void assertColor(Color color, Color wanted) {
        assertThat(color.getRed()).isCloseTo(wanted.getRed(), within(ROUNDING));
        assertThat(color.getGreen()).isCloseTo(wanted.getGreen(), within(ROUNDING));
        assertThat(color.getBlue()).isCloseTo(wanted.getBlue(), within(ROUNDING));
    }
}
