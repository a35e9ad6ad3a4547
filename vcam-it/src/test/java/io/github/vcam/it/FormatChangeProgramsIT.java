// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Browser;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.MappedQueue;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.RunningProgram;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.v4l2.sys.NativeMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What programs do when the next producer has another size. Each answers as it likes, and the share's
 * {@code format-change.txt} tells how; but none crashes, none hangs, and the camera goes on.
 */
@Tag("clients")
@Timeout(value = 12, unit = TimeUnit.MINUTES)
class FormatChangeProgramsIT {
    private static final StampedVideo BEFORE = StampedVideo.of(FrameFormat.of(PixelFormat.YUYV, 640, 480));
    private static final StampedVideo AFTER = StampedVideo.of(FrameFormat.of(PixelFormat.YUYV, 320, 240));
    private static final int CAPTURE_NUMBER = Camera.number() + 1;
    private static final String CAMERA = "/dev/video" + CAPTURE_NUMBER;
    private static final Duration TO_THE_FIRST_FRAME = Duration.ofMinutes(8);
    private static final Duration AFTER_THE_CHANGE = Duration.ofSeconds(40);
    private static final Duration TO_GO_ON = Duration.ofSeconds(2);
    private static final long PAUSE_NANOS = 60_000_000;
    /** 128 and SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV. */
    private static final List<Integer> CRASHES = List.of(132, 134, 135, 136, 139);

    private static final String OPENCV = """
        import cv2
        import sys
        import time
        camera = cv2.VideoCapture(sys.argv[1], cv2.CAP_V4L2)
        for i in range(2000):
            ok, frame = camera.read()
            print('FRAME %dx%d' % (frame.shape[1], frame.shape[0]) if ok else 'NO FRAME', flush=True)
            time.sleep(0 if ok else 0.5)
        """;

    @TempDir
    private Path directory = Path.of("");

    /** A program and what it says of a frame of the first and of the second size. */
    enum Program {
        V4L2_CTL("bytesused: 614400", "bytesused: 153600") {
            @Override
            RunningProgram start(Path directory) {
                return RunningProgram.start("v4l2-ctl", "-d", CAMERA, "--stream-mmap", "--verbose");
            }
        },
        FFMPEG(" 614400, 0x", " 153600, 0x") {
            @Override
            RunningProgram start(Path directory) {
                return RunningProgram.start(
                        "ffmpeg",
                        "-nostdin",
                        "-v",
                        "warning",
                        "-f",
                        "v4l2",
                        "-i",
                        CAMERA,
                        "-c",
                        "copy",
                        "-f",
                        "framecrc",
                        "-flush_packets",
                        "1",
                        "-");
            }
        },
        GSTREAMER("(614400 bytes", "(153600 bytes") {
            @Override
            RunningProgram start(Path directory) {
                return RunningProgram.start(
                        "gst-launch-1.0", "-v", "v4l2src", "device=" + CAMERA, "!", "fakesink", "silent=false");
            }
        },
        OPEN_CV("FRAME 640x480", "FRAME 320x240") {
            @Override
            RunningProgram start(Path directory) {
                return RunningProgram.start("python3", "-c", OPENCV, CAMERA);
            }
        },
        CHROMIUM("VCAM 640x480", "VCAM 320x240") {
            @Override
            RunningProgram start(Path directory) {
                return Browser.CHROMIUM.look(directory);
            }
        },
        FIREFOX("VCAM 640x480", "VCAM 320x240") {
            @Override
            RunningProgram start(Path directory) {
                return Browser.FIREFOX.look(directory);
            }
        };

        private final String first;
        private final String second;

        Program(String first, String second) {
            this.first = first;
            this.second = second;
        }

        abstract RunningProgram start(Path directory);
    }

    @BeforeAll
    static void split() {
        KernelModule.reload("video_nr=" + Camera.number(), "capture_nr=" + CAPTURE_NUMBER);
        KernelModule.awaitNode(CAMERA);
    }

    @AfterAll
    static void restore() {
        KernelModule.restore();
    }

    @ParameterizedTest
    @EnumSource
    void nextProducerHasAnotherSize_theProgramAnswersAsItLikesAndNeitherCrashesNorHangs(Program program)
            throws IOException {
        String answer;
        try (RunningProgram running = start(program)) {
            feed(
                    AFTER,
                    AFTER_THE_CHANGE,
                    () -> !running.isAlive() || running.output().contains(program.second));
            answer = answer(program, running);
        }
        tell(answer);
        assertThat(answer).doesNotContain("crashed");
        assertCameraGoesOn();
    }

    /** The program with frames of the first size in its hands; their producer has gone. */
    private RunningProgram start(Program program) {
        Producer producer = new MappedProducer(BEFORE);
        try (producer) {
            producer.send(0);
            RunningProgram running = program.start(directory);
            feed(producer, TO_THE_FIRST_FRAME, () -> isDecided(program, running));
            if (!running.output().contains(program.first)) {
                String said = running.output();
                running.close();
                throw new AssertionError(program + " saw no frame at all: " + said);
            }
            return running;
        }
    }

    /** Whether it has seen a frame, or never will. */
    private static boolean isDecided(Program program, RunningProgram running) {
        String said = running.output();
        return !running.isAlive() || said.contains(program.first) || said.contains("NO CAMERA");
    }

    private static void feed(StampedVideo video, Duration limit, BooleanSupplier enough) {
        try (Producer producer = new MappedProducer(video)) {
            feed(producer, limit, enough);
            feed(producer, TO_GO_ON, () -> false);
        }
    }

    private static void feed(Producer producer, Duration limit, BooleanSupplier enough) {
        long deadline = System.nanoTime() + limit.toNanos();
        for (int number = 1; !enough.getAsBoolean() && System.nanoTime() - deadline < 0; number++) {
            producer.send(number);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static String answer(Program program, RunningProgram running) {
        String said = running.output();
        int change = said.lastIndexOf(program.first) + program.first.length();
        String after = said.substring(change);
        String sees = after.contains(program.second) ? "sees frames of the new size" : "sees no frame of the new size";
        String ends = running.isAlive() ? "goes on" : end(running.awaitExit());
        String last = after.lines()
                .filter(line -> !line.isBlank())
                .map(String::strip)
                .distinct()
                .limit(12)
                .collect(Collectors.joining("\n    ", "\n    ", ""));
        return program + ": " + sees + ", " + ends + last;
    }

    private static String end(int status) {
        return CRASHES.contains(status) ? "crashed (" + status + ")" : "ended by itself (" + status + ")";
    }

    private static void tell(String answer) throws IOException {
        System.out.println(answer);
        Files.writeString(
                Camera.share().resolve("format-change.txt"),
                answer + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static void assertCameraGoesOn() {
        try (Producer producer = new MappedProducer(AFTER)) {
            producer.send(77);
            try (MappedQueue queue = MappedQueue.open(CAMERA, Side.CAPTURE, AFTER.format(), 2)) {
                queue.start();
                NativeMemory memory = queue.memory(queue.dequeue().index());
                assertThat(AFTER.check(
                                memory.bytes().duplicate().limit(AFTER.format().sizeImage())))
                        .isEqualTo(77);
            }
        }
    }
}
