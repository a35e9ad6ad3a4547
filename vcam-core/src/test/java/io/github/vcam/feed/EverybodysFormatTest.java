// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.ffmpeg.FfmpegSource;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EverybodysFormatTest {
    @ParameterizedTest
    @CsvSource({"yuv420p, YU12", "nv12, NV12", "yuyv422, YUYV", "rgb24, YU12", "yuv444p, YUYV", "gray, YU12"})
    void inputHasAFormat_itStaysWhereEveryProgramTakesIt(String given, PixelFormat wanted) {
        String graph = "testsrc2=size=64x48:rate=5,format=" + given;
        try (FfmpegSource source = FfmpegSource.graph(graph, null)) {
            assertThat(EverybodysFormat.of(source).get(0)).isEqualTo(FrameFormat.of(wanted, new FrameSize(64, 48)));
        }
    }
}
