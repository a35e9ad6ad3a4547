// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import java.nio.ByteBuffer;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholderSourceTest {
    private static final int GROUND = 48;

    private static ByteBuffer draw(String label, int width, int height) {
        try (PlaceholderSource source = new PlaceholderSource(label, new FrameSize(width, height), FrameRate.of(30))) {
            ByteBuffer frame = ByteBuffer.allocate(source.nativeFormat().sizeImage());
            assertThat(source.next()).isTrue();
            assertThat(source.writeTo(frame)).isEqualTo(frame.capacity());
            return frame;
        }
    }

    /** The rows that have letters. */
    private static BitSet written(ByteBuffer frame, int width, int height) {
        BitSet rows = new BitSet();
        for (int i = 0; i < width * height; i++) {
            if ((frame.get(2 * i) & 0xff) != GROUND) {
                rows.set(i / width);
            }
        }
        return rows;
    }

    @Test
    void twoLines_areInTheMiddleApart() {
        BitSet rows = written(draw("Front", 640, 480), 640, 480);

        int label = rows.nextSetBit(0);
        int gap = rows.nextClearBit(label);
        int note = rows.nextSetBit(gap);
        assertThat(label).isBetween(120, 239);
        assertThat(gap).isBetween(label + 40, 240);
        assertThat(note).isGreaterThan(240);
        assertThat(rows.nextSetBit(rows.nextClearBit(note))).as("a third line").isNegative();
    }

    @Test
    void letters_haveTheirShape() {
        ByteBuffer one = draw("L", 64, 64);
        int left = (64 - SmallFont.ADVANCE) / 2;
        StringBuilder shape = new StringBuilder();
        for (int row = 25; row < 32; row++) {
            for (int column = 0; column < 5; column++) {
                shape.append((one.get((row * 64 + left + column) * 2) & 0xff) == GROUND ? '.' : '#');
            }
            shape.append('\n');
        }
        assertThat(shape).hasToString("#....\n".repeat(6) + "#####\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a label that is much too long for it", "Haustür", "カメラ"})
    void frameIsSmallOrOdd_nothingIsWrittenBesideIt(String label) {
        assertThat(draw(label, 2, 2).capacity()).isEqualTo(8);
        assertThat(draw(label, 33, 7).capacity()).isEqualTo(34 * 2 * 7);
        assertThat(written(draw(label, 640, 480), 640, 480).isEmpty()).isFalse();
    }

    @Test
    void labelHasAccents_theLettersAreWritten() {
        assertThat(SmallFont.writable("Haustür №1 カ")).isEqualTo("Haustur No1 ?");
        assertThat(draw("Haustür", 320, 240)).isEqualTo(draw("Haustur", 320, 240));
        assertThat(draw("Haustur", 320, 240)).isNotEqualTo(draw("Haustor", 320, 240));
    }
}
