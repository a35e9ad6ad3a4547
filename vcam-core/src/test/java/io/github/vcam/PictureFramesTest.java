// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import static java.awt.image.BufferedImage.TYPE_3BYTE_BGR;
import static java.awt.image.BufferedImage.TYPE_4BYTE_ABGR;
import static java.awt.image.BufferedImage.TYPE_4BYTE_ABGR_PRE;
import static java.awt.image.BufferedImage.TYPE_BYTE_BINARY;
import static java.awt.image.BufferedImage.TYPE_BYTE_GRAY;
import static java.awt.image.BufferedImage.TYPE_BYTE_INDEXED;
import static java.awt.image.BufferedImage.TYPE_INT_ARGB;
import static java.awt.image.BufferedImage.TYPE_INT_ARGB_PRE;
import static java.awt.image.BufferedImage.TYPE_INT_BGR;
import static java.awt.image.BufferedImage.TYPE_INT_RGB;
import static java.awt.image.BufferedImage.TYPE_USHORT_565_RGB;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.vcam.frame.Colours;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.FakeDevice;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of Java's pictures on a camera. */
class PictureFramesTest {
    private static final int WIDTH = 21;
    private static final int HEIGHT = 13;
    private static final int WARM_UP = 2_000;
    private static final int FRAMES = 1_000;

    private final FakeDevice fake = new FakeDevice();

    /** A camera that shows numbers as they are: red, green, blue. */
    private VirtualCamera rgb(int width, int height) {
        fake.consumeAtOnce(true);
        return open(FrameFormat.of(PixelFormat.RGB3, width, height));
    }

    private VirtualCamera open(FrameFormat format) {
        fake.formats = List.of(format.pixelFormat());
        return VirtualCamera.on(FakeDevice.PATH).format(format).open(fake.open(Direction.OUTPUT));
    }

    private byte[] shown(BufferedImage image) {
        try (VirtualCamera camera = rgb(image.getWidth(), image.getHeight())) {
            camera.send(image);
        }
        return fake.taken.get(fake.taken.size() - 1);
    }

    /** A picture whose pixels all differ, half of them transparent where that can be. */
    private static BufferedImage picture(int type) {
        BufferedImage image = new BufferedImage(40, 30, type);
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 40; x++) {
                int alpha = (x + y) % 2 == 0 ? 0xff : 0x80;
                image.setRGB(x, y, alpha << 24 | (x * 6) << 16 | (y * 8) << 8 | (255 - x - y));
            }
        }
        return image;
    }

    private static void assertShows(byte[] shown, BufferedImage image) {
        int[] pixels = new int[image.getWidth() * image.getHeight()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (shown[3 * i] & 0xff) << 16 | (shown[3 * i + 1] & 0xff) << 8 | (shown[3 * i + 2] & 0xff);
        }
        int[] expected = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        for (int i = 0; i < pixels.length; i++) {
            assertThat(pixels[i]).as("pixel %d", i).isEqualTo(expected[i] & 0xffffff);
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                TYPE_3BYTE_BGR,
                TYPE_INT_RGB,
                TYPE_INT_ARGB,
                TYPE_INT_BGR,
                TYPE_4BYTE_ABGR,
                TYPE_4BYTE_ABGR_PRE,
                TYPE_INT_ARGB_PRE,
                TYPE_USHORT_565_RGB,
                TYPE_BYTE_INDEXED,
                TYPE_BYTE_BINARY
            })
    void pictureOfAType_isShownAsJavaReadsItAndItsPartToo(int type) {
        BufferedImage image = picture(type);

        assertShows(shown(image), image);
        BufferedImage part = image.getSubimage(7, 5, WIDTH, HEIGHT);
        assertShows(shown(part), part);
        BufferedImage partOfAPart = part.getSubimage(2, 3, 8, 6);
        assertShows(shown(partOfAPart), partOfAPart);
    }

    @Test
    void greyBytes_areShownByTheirNumbersPartsToo() {
        BufferedImage image = new BufferedImage(256, 4, TYPE_BYTE_GRAY);
        for (int x = 0; x < 256; x++) {
            for (int y = 0; y < 4; y++) {
                image.getRaster().setSample(x, y, 0, x);
            }
        }
        byte[] shown = shown(image);
        byte[] part = shown(image.getSubimage(128, 1, 32, 2));

        for (int x = 0; x < 256; x++) {
            for (int channel = 0; channel < 3; channel++) {
                assertThat(shown[3 * x + channel] & 0xff).isEqualTo(x);
            }
        }
        assertThat(part[0] & 0xff).isEqualTo(128);
        assertThat(part[3 * 63] & 0xff).isEqualTo(159);
    }

    /** What Java draws in a grey is what is shown. */
    @Test
    void greyIsDrawn_itIsThatGrey() {
        BufferedImage image = new BufferedImage(32, 16, TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(128, 128, 128));
        graphics.fillRect(0, 0, 32, 16);
        graphics.dispose();

        assertThat(shown(image)[0] & 0xff).isEqualTo(128);
    }

    @Test
    void greyGoesToAUsualCamera_blackAndWhiteAreThose() {
        fake.consumeAtOnce(true);
        BufferedImage image = new BufferedImage(32, 16, TYPE_BYTE_GRAY);
        try (VirtualCamera camera = open(FrameFormat.of(PixelFormat.YUYV, 32, 16))) {
            camera.send(image);
            image.getRaster()
                    .setSamples(
                            0,
                            0,
                            32,
                            16,
                            0,
                            IntStream.generate(() -> 255).limit(32 * 16).toArray());
            camera.send(image);
        }
        assertThat(fake.taken.get(0)[0] & 0xff).isEqualTo(16);
        assertThat(fake.taken.get(1)[0] & 0xff).isEqualTo(235);
    }

    @Test
    void colourIsTold_picturesAreBroughtToIt() {
        fake.consumeAtOnce(true);
        fake.formats = List.of(PixelFormat.YUYV);
        BufferedImage white = new BufferedImage(32, 16, TYPE_INT_RGB);
        Graphics2D graphics = white.createGraphics();
        graphics.fillRect(0, 0, 32, 16);
        graphics.dispose();
        try (VirtualCamera camera = VirtualCamera.on(FakeDevice.PATH)
                .size(32, 16)
                .colours(Colours.UNSAID.withRange(Colours.Range.FULL))
                .open(fake.open(Direction.OUTPUT))) {
            camera.send(white);
        }
        assertThat(fake.taken.get(0)[0] & 0xff).isEqualTo(255);
    }

    @Test
    void picturesDiffer_eachIsShown() {
        BufferedImage first = picture(TYPE_INT_RGB);
        BufferedImage second = picture(TYPE_3BYTE_BGR);
        BufferedImage small = new BufferedImage(20, 15, TYPE_INT_RGB);
        small.createGraphics().fillRect(0, 0, 20, 15);
        try (VirtualCamera camera = rgb(40, 30)) {
            camera.send(first);
            camera.send(small);
            camera.send(first);
            camera.send(second);
        }
        assertShows(fake.taken.get(0), first);
        for (byte white : fake.taken.get(1)) {
            assertThat(white & 0xff).isGreaterThan(250);
        }
        assertShows(fake.taken.get(2), first);
        assertShows(fake.taken.get(3), second);
    }

    @ParameterizedTest
    @ValueSource(ints = {TYPE_3BYTE_BGR, TYPE_INT_RGB, TYPE_INT_ARGB, TYPE_INT_BGR, TYPE_4BYTE_ABGR, TYPE_BYTE_GRAY})
    void pictureOfAUsualType_makesNoGarbage(int type) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        BufferedImage image = picture(type).getSubimage(7, 5, WIDTH, HEIGHT);
        fake.consumeAtOnce(false);
        try (VirtualCamera camera = open(FrameFormat.of(PixelFormat.YUYV, 64, 48))) {
            send(camera, image, WARM_UP);
            long before = threads.getThreadAllocatedBytes(self);
            send(camera, image, FRAMES);

            assertThat((threads.getThreadAllocatedBytes(self) - before) / FRAMES)
                    .as("bytes per frame")
                    .isZero();
        }
    }

    private static void send(VirtualCamera camera, BufferedImage image, int frames) {
        for (int i = 0; i < frames; i++) {
            camera.send(image);
        }
    }
}
