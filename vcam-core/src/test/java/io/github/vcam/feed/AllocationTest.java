// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.vcam.ffmpeg.Clips;
import io.github.vcam.ffmpeg.FfmpegSource;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.producer.CameraOutput;
import io.github.vcam.producer.FrameDemand;
import io.github.vcam.producer.StreamingMethod;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.FakeDevice;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a frame costs in Java's heap on its way from the decoder into the queue. */
class AllocationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int WARM_UP = 300;
    private static final int FRAMES = 1_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final FakeDevice fake = new FakeDevice();

    @ParameterizedTest
    @EnumSource(names = {"YUYV", "YU12"})
    void framesOfAGraph_costNothing(PixelFormat pixels) {
        assertNoGarbage(FfmpegSource.graph("testsrc2=size=64x48,format=yuv420p", null), pixels);
    }

    @ParameterizedTest
    @EnumSource(names = {"YUYV", "YU12"})
    void framesOfAFile_costNothing(PixelFormat pixels) {
        Path clip = Clips.find(Clips.LONG);
        assertNoGarbage(FfmpegSource.file(clip.toString(), null), pixels);
    }

    @ParameterizedTest
    @EnumSource(names = {"USERPTR", "DMABUF"})
    void framesInOtherMemory_costNothing(StreamingMethod method) {
        fake.dmabufs.hasUdmabuf = true;
        assertNoGarbage(FfmpegSource.graph("testsrc2=size=64x48", null), PixelFormat.YUYV, method);
    }

    private void assertNoGarbage(FfmpegSource source, PixelFormat pixels) {
        assertNoGarbage(source, pixels, StreamingMethod.MMAP);
    }

    private void assertNoGarbage(FfmpegSource given, PixelFormat pixels, StreamingMethod method) {
        fake.consumeAtOnce(false);
        try (FfmpegSource source = given;
                CameraOutput output = CameraOutput.open(
                        fake.open(Direction.OUTPUT),
                        method,
                        FrameDemand.exactly(FrameFormat.of(pixels, 64, 48), source.rate()),
                        4)) {
            source.deliver(output.layout());
            send(source, output, WARM_UP);
            long decoder = decoderThread();
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            long decoderBefore = threads.getThreadAllocatedBytes(decoder);
            send(source, output, FRAMES);
            long sending =
                    threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            long decoding = threads.getThreadAllocatedBytes(decoder) - decoderBefore;

            assertThat(sending / FRAMES)
                    .as("bytes per frame of the sending thread")
                    .isZero();
            assertThat(decoding / FRAMES)
                    .as("bytes per frame of the decoding thread")
                    .isZero();
        }
    }

    private static void send(FfmpegSource source, CameraOutput output, int frames) {
        for (int i = 0; i < frames; i++) {
            source.next();
            output.submit(source.writeTo(Objects.requireNonNull(output.acquire(PATIENCE))));
        }
    }

    private static long decoderThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("vcam-decode"))
                .findFirst()
                .orElseThrow()
                .getId();
    }
}
