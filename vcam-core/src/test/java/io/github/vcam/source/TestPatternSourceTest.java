// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestPatternSourceTest {

    @Test
    void counter_isReadableFromThePicture() {
        try (TestPatternSource source = source("counter", 64, 2)) {
            ByteBuffer frame = ByteBuffer.allocate(64 * 2 * 2);
            for (int i = 0; i < 6; i++) {
                source.next();
            }
            source.writeTo(frame);

            int number = 0;
            for (int column = 0; column < 16; column++) {
                number = number << 1 | ((frame.get(column * 8) & 0xff) > 128 ? 1 : 0);
            }
            assertThat(number).isEqualTo(5);
        }
    }

    @Test
    void driverPadsLines_paddingIsZero() {
        try (TestPatternSource source = source("bars", 33, 2)) {
            source.deliver(source.nativeFormat().layout(80, 160));
            ByteBuffer frame = ByteBuffer.allocate(160);
            source.next();

            assertThat(source.writeTo(frame)).isEqualTo(160);
            assertThat(frame.get(0) & 0xff).isEqualTo(180);
            assertThat(frame.get(67)).isNotZero();
            assertThat(frame.get(68)).isZero();
            assertThat(frame.get(80) & 0xff).isEqualTo(180);
        }
    }

    @Test
    void patternIsStill_everyFrameIsTheWholePicture() {
        try (TestPatternSource source = source("bars", 64, 4)) {
            ByteBuffer first = ByteBuffer.allocateDirect(64 * 4 * 2);
            ByteBuffer second = ByteBuffer.allocateDirect(64 * 4 * 2);
            source.next();
            source.writeTo(first);
            source.next();

            assertThat(source.writeTo(second)).isEqualTo(second.capacity());
            assertThat(second).isEqualTo(first);
            assertThat(second.position()).isZero();
            assertThat(second.get(8 * 2) & 0xff).isEqualTo(162);
        }
    }

    @Test
    void patternMoves_noFrameIsTheOneBefore() {
        for (String moving : List.of("moving", "counter", "solid")) {
            try (TestPatternSource source = source(moving, 64, 4)) {
                ByteBuffer first = ByteBuffer.allocate(64 * 4 * 2);
                ByteBuffer second = ByteBuffer.allocate(64 * 4 * 2);
                source.next();
                source.writeTo(first);
                source.next();
                source.writeTo(second);

                assertThat(second).as(moving).isNotEqualTo(first);
            }
        }
    }

    @Test
    void unknownPattern_isRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> TestPattern.of("stripes")).hasMessageContaining("bars, moving, counter, solid, black");
    }

    @Test
    void still_itsPictureComesWithoutEnd() {
        try (StillSource source = new StillSource(source("moving", 32, 8), FrameRate.of(10))) {
            for (int i = 0; i < 5; i++) {
                assertThat(source.next()).isTrue();
            }
            assertThat(source.ptsNanos()).isEqualTo(400_000_000L);
        }
    }

    private static TestPatternSource source(String pattern, int width, int height) {
        return new TestPatternSource(TestPattern.of(pattern), new FrameSize(width, height), FrameRate.of(30));
    }
}
