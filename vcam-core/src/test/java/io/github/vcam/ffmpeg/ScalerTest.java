// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUYV422;
import static org.bytedeco.ffmpeg.global.swscale.sws_isSupportedInput;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.frame.Colours;
import org.junit.jupiter.api.Test;

class ScalerTest {
    private static final int WIDTH = 64;
    private static final int HEIGHT = 48;

    private static NativeFrame frame(int format) {
        return NativeFrame.allocate(format, WIDTH, HEIGHT);
    }

    /** A format that has memory, and that libswscale does not read. */
    private static int strange() {
        for (int format = 0; format < 400; format++) {
            if (sws_isSupportedInput(format) == 0 && allocates(format)) {
                return format;
            }
        }
        throw new AssertionError("FFmpeg reads everything now");
    }

    private static boolean allocates(int format) {
        try (NativeFrame tried = frame(format)) {
            return !tried.frame().data(0).isNull();
        } catch (FfmpegException e) {
            return false;
        }
    }

    @Test
    void formatIsRefused_isRefusedTheNextTimeToo() {
        try (Scaler scaler = new Scaler(AV_PIX_FMT_YUYV422, WIDTH, HEIGHT, Colours.UNSAID);
                NativeFrame good = frame(AV_PIX_FMT_RGB24);
                NativeFrame strange = frame(strange());
                NativeFrame target = frame(AV_PIX_FMT_YUYV422)) {
            scaler.scale(good, target.planes(), target.strides(), true);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> scaler.scale(strange, target.planes(), target.strides(), true))
                        .isInstanceOfSatisfying(
                                VcamException.class, e -> assertThat(e.code()).isEqualTo(CoreError.FORMAT_REFUSED));
            }
            assertThat(scaler.copies()).isFalse();
            scaler.scale(good, target.planes(), target.strides(), true);
        }
    }

    @Test
    void formatsAreEqual_frameIsCopied() {
        try (Scaler scaler = new Scaler(AV_PIX_FMT_YUV420P, WIDTH, HEIGHT, Colours.UNSAID);
                NativeFrame source = frame(AV_PIX_FMT_YUV420P);
                NativeFrame target = frame(AV_PIX_FMT_YUV420P)) {
            source.frame().data(0).put(77, (byte) 9);
            scaler.scale(source, target.planes(), target.strides(), true);

            assertThat(scaler.copies()).isTrue();
            assertThat(target.frame().data(0).get(77)).isEqualTo((byte) 9);
        }
    }
}
