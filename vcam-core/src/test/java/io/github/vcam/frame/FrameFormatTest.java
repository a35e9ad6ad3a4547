// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.ErrorId;
import io.github.vcam.error.VcamException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameFormatTest {

    @ParameterizedTest
    @CsvSource({
        "YUYV, 640, 480, 1280, 614400",
        "NV12, 640, 480, 640, 460800",
        "YU12, 640, 480, 640, 460800",
        "YU12, 33, 17, 33, 867",
        "NV12, 33, 17, 33, 867",
        "YUYV, 33, 17, 68, 1156",
        "YUV422P, 33, 17, 33, 1139",
        "P010, 16, 16, 32, 768",
        "BGR3, 7, 3, 21, 63",
        "BGR4, 7, 3, 28, 84",
        "GREY, 1, 1, 1, 1",
        "YUV9, 9, 9, 9, 99",
        "NV24, 5, 5, 5, 75"
    })
    void tightFrame_hasTheSizesOfTheSpecification(PixelFormat pixels, int width, int height, int line, int image) {
        FrameFormat format = FrameFormat.of(pixels, width, height);

        assertThat(format.bytesPerLine()).isEqualTo(line);
        assertThat(format.sizeImage()).isEqualTo(image);
        assertThat(format.tight().bytesUsed()).isEqualTo(image);
    }

    @Test
    void driverPadsLines_chromaPlanesFollow() {
        PlaneLayout layout = FrameFormat.of(PixelFormat.YU12, 30, 4).layout(64, 500);

        assertThat(layout.planes())
                .containsExactly(
                        new PlaneLayout.Plane(0, 64, 4),
                        new PlaneLayout.Plane(256, 32, 2),
                        new PlaneLayout.Plane(320, 32, 2));
        assertThat(layout.sizeImage()).isEqualTo(500);
        assertThat(layout.bytesUsed()).isEqualTo(384);
    }

    @Test
    void yv12_listsTheBluePlaneBeforeTheRedOne() {
        PlaneLayout layout = FrameFormat.of(PixelFormat.YV12, 4, 4).tight();

        assertThat(layout.planes()).extracting(PlaneLayout.Plane::offset).containsExactly(0, 20, 16);
        assertThat(layout.bytesUsed()).isEqualTo(24);
    }

    @Test
    void driverGivesTooFewBytes_isRefused() {
        FrameFormat odd = FrameFormat.of(PixelFormat.YUYV, 33, 2);

        assertCode(() -> odd.layout(66, 132), CoreError.SIZE_INVALID);
        assertCode(() -> odd.layout(68, 100), CoreError.SIZE_INVALID);
    }

    @ParameterizedTest
    @EnumSource
    void everyFormat_isFoundByItsFourCc(PixelFormat format) {
        assertThat(PixelFormat.find(format.fourCc())).contains(format);
        assertThat(PixelFormat.of(format.fourCc().toString())).isEqualTo(format);
    }

    @Test
    void fourCc_isTheNumberOfTheKernel() {
        assertThat(FourCc.of("YUYV").code()).isEqualTo(0x56595559);
        assertThat(FourCc.of("Y16").toString()).isEqualTo("Y16");
        assertThat(new FourCc(0x80000000 | FourCc.of("Y16").code()).toString()).isEqualTo("Y16-BE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ABCDE", "ZZZZ", "Ümla"})
    void unknownFormat_isRefused(String text) {
        assertCode(() -> PixelFormat.of(text), CoreError.FORMAT_UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x0", "0x1", "640", "640x", "axb", "-1x2", "99999x99999", "640x480x2", ""})
    void sizeThatIsNone_isRefused(String text) {
        assertCode(() -> FrameSize.of(text), CoreError.SIZE_INVALID);
    }

    @Test
    void size_isReadAndWritten() {
        assertThat(FrameSize.of(" 1280X720 "))
                .isEqualTo(new FrameSize(1280, 720))
                .hasToString("1280x720");
    }

    @Test
    void rate_isReadExactly() {
        assertThat(FrameRate.of("30")).isEqualTo(FrameRate.of(30)).hasToString("30");
        assertThat(FrameRate.of("29.97")).isEqualTo(new FrameRate(2997, 100));
        assertThat(FrameRate.of("60000/2002")).hasToString("30000/1001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "1/0", "1001", "1.23456", ""})
    void rateThatIsNone_isRefused(String text) {
        assertCode(() -> FrameRate.of(text), CoreError.PARAMETER_INVALID);
    }

    @Test
    void rate_doesNotDriftInADay() {
        FrameRate rate = new FrameRate(30_000, 1001);
        long frames = 30_000L * 86_400 / 1001;

        assertThat(rate.nanosAt(frames)).isEqualTo(frames * 1001 * 1_000_000_000L / 30_000);
        assertThat(rate.indexAt(rate.nanosAt(frames))).isEqualTo(frames);
    }

    private static void assertCode(ThrowingCallable call, ErrorId code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageEndingWith("[" + code.id() + "]");
    }
}
