// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.vcam.frame.FrameFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * A program that writes what it gets of each frame into a file before it takes the next one from the camera: so the length
 * of the file tells, at any moment, which frames it had captured before. A frame of which a part is there was captured
 * before, too.
 */
public final class FollowingProgram implements Follower {
    private static final int ENOUGH = 2;

    /** An emulated machine takes minutes to start a program beside a browser. */
    private static final Duration START = Duration.ofMinutes(8);

    private static final String OPENCV = """
            import cv2, os, sys
            camera = cv2.VideoCapture(sys.argv[1], cv2.CAP_V4L2)
            file = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT)
            while True:
                ok, frame = camera.read()
                if not ok:
                    sys.exit('no frame')
                os.write(file, bytes([frame[frame.shape[0] // 2, frame.shape[1] // 2, 1]]))
            """;

    private final RunningProgram program;
    private final Path file;
    private final int size;
    private final int position;
    private final IntUnaryOperator pictureOf;
    private long asked;

    private FollowingProgram(Path file, int size, int position, IntUnaryOperator pictureOf, String... argv) {
        this.file = file;
        this.size = size;
        this.position = position;
        this.pictureOf = pictureOf;
        this.program = RunningProgram.start(argv);
    }

    /** Whole frames of a format that begins with the luminance of each pixel. */
    private static FollowingProgram whole(Path file, FrameFormat format, String... argv) {
        int middle = format.width() * (format.height() / 2) + format.width() / 2;
        return new FollowingProgram(file, format.sizeImage(), middle, Greys::ofLuminance, argv);
    }

    public static Follower ffmpeg(String device, FrameFormat format, Path directory) {
        Path file = directory.resolve("ffmpeg.frames");
        return whole(
                file,
                format,
                "ffmpeg",
                "-nostdin",
                "-loglevel",
                "error",
                "-f",
                "v4l2",
                "-i",
                device,
                "-c",
                "copy",
                "-flush_packets",
                "1",
                "-f",
                "rawvideo",
                "-y",
                file.toString());
    }

    public static Follower gstreamer(String device, FrameFormat format, Path directory) {
        Path file = directory.resolve("gstreamer.frames");
        return whole(
                file,
                format,
                "gst-launch-1.0",
                "-q",
                "v4l2src",
                "device=" + device,
                "!",
                "filesink",
                "buffer-mode=unbuffered",
                "sync=false",
                "location=" + file);
    }

    public static Follower openCv(String device, Path directory) {
        Path file = directory.resolve("opencv.greys");
        return new FollowingProgram(file, 1, 0, Greys::ofBrightness, "python3", "-c", OPENCV, device, file.toString());
    }

    private long length() {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitFrames(long count, Duration patience) {
        await().atMost(patience)
                .pollInterval(Duration.ofMillis(5))
                .failFast(
                        () -> assertThat(program.isAlive()).as(program.output()).isTrue())
                .until(() -> length() >= count * size);
    }

    @Override
    public void awaitFirst() {
        awaitFrames(1, START);
    }

    @Override
    public void ask() {
        asked = (length() + size - 1) / size;
    }

    @Override
    public List<Integer> answer() {
        awaitFrames(asked + ENOUGH, RunningProgram.PATIENCE);
        List<Integer> pictures = new ArrayList<>();
        ByteBuffer one = ByteBuffer.allocate(1);
        try (FileChannel frames = FileChannel.open(file)) {
            for (long frame = asked; frame < frames.size() / size; frame++) {
                frames.read(one.clear(), frame * size + position);
                pictures.add(pictureOf.applyAsInt(one.get(0) & 0xff));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pictures;
    }

    @Override
    public void close() {
        program.close();
    }
}
