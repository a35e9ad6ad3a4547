// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.RunningProgram;
import io.github.vcam.it.support.StampedVideo;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** OpenCV, which keeps its buffers in an array of ten, twice at once on one node. */
@Tag("clients")
class OpenCvIT {
    private static final String SCRIPT = """
            import cv2
            import sys
            camera = cv2.VideoCapture(sys.argv[1], cv2.CAP_V4L2)
            camera.set(cv2.CAP_PROP_CONVERT_RGB, 0)
            for i in range(8):
                ok, frame = camera.read()
                print('FRAME', ok, frame.tobytes().hex())
            """;
    private static final long PAUSE_NANOS = 60_000_000;

    private final StampedVideo video = Camera.video();

    @Test
    void twoProgramsCapture_bothGetWholeFrames() {
        String[] line = {"python3", "-c", SCRIPT, Camera.path()};
        try (Producer producer = new MappedProducer(video);
                RunningProgram one = RunningProgram.start(line);
                RunningProgram other = RunningProgram.start(line)) {
            for (int number = 1; one.isAlive() || other.isAlive(); number++) {
                producer.send(number);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            assertThat(numbers(one)).hasSize(8).isSorted().doesNotHaveDuplicates();
            assertThat(numbers(other)).hasSize(8).isSorted().doesNotHaveDuplicates();
        }
    }

    private List<Integer> numbers(RunningProgram program) {
        return program.output()
                .lines()
                .filter(line -> line.startsWith("FRAME True "))
                .map(line -> HexFormat.of().parseHex(line.substring("FRAME True ".length())))
                .map(bytes -> video.check(ByteBuffer.wrap(bytes)))
                .toList();
    }
}
