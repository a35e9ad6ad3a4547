// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.frame.FrameRate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final FrameRate TEN = FrameRate.of(10);
    private static final long MILLI = 1_000_000L;

    /** The places of frames at these times, each with the place behind it. */
    private static List<Long> places(Timeline timeline, long... millis) {
        List<Long> places = new ArrayList<>();
        for (long time : millis) {
            timeline.add(time * MILLI, 0);
            places.add(timeline.first());
        }
        return places;
    }

    private static Timeline steady() {
        return new Timeline(TEN, TEN, true);
    }

    @Test
    void timesAreRoundedOrTremble_eachFrameHasItsPlace() {
        assertThat(places(steady(), 7, 107, 207, 306, 408)).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(places(steady(), 0, 140, 160, 340, 360)).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(places(steady(), 0, 0, 0, 300)).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void pause_stays() {
        assertThat(places(steady(), 0, 100, 2100, 2200)).containsExactly(0L, 1L, 21L, 22L);
    }

    @Test
    void clockIsSetAnew_nextFrameFollows() {
        assertThat(places(steady(), 1000, 1100, 5, 105)).containsExactly(0L, 1L, 2L, 3L);
        assertThat(places(steady(), 0, 100, 3_600_000, 3_600_100)).containsExactly(0L, 1L, 2L, 3L);
        Timeline faster = new Timeline(FrameRate.of(50), TEN, true);
        assertThat(places(faster, 0, 100, 3_600_000, 3_600_100)).containsExactly(0L, 5L, 10L, 15L);
        Timeline again = new Timeline(FrameRate.of(50), TEN, true);
        assertThat(places(again, 1000, 1100, 0, 100)).containsExactly(0L, 5L, 10L, 15L);
    }

    @Test
    void slideShow_itsPicturesLastAsLongAsTheyDo() {
        Timeline slides = new Timeline(FrameRate.of(5), FrameRate.of(5), false);
        slides.add(0, 8_000 * MILLI);
        assertThat(slides.end()).isEqualTo(40);
        slides.add(8_000 * MILLI, 8_000 * MILLI);
        assertThat(slides.first()).isEqualTo(40);
        slides.add(30_000 * MILLI, 8_000 * MILLI);
        assertThat(slides.first()).isEqualTo(150);
    }

    @Test
    void inputBeginsAgain_firstFrameFollowsTheLast() {
        Timeline timeline = steady();
        assertThat(places(timeline, 0, 100)).containsExactly(0L, 1L);
        timeline.again();
        assertThat(places(timeline, 0, 100)).containsExactly(2L, 3L);
        assertThat(timeline.end()).isEqualTo(4);
    }

    @Test
    void otherRate_framesShareOrSkipPlaces() {
        assertThat(places(new Timeline(FrameRate.of(5), TEN, true), 0, 100, 200, 300))
                .containsExactly(0L, 1L, 1L, 2L);
        assertThat(places(new Timeline(FrameRate.of(20), TEN, true), 0, 100, 200))
                .containsExactly(0L, 2L, 4L);
    }
}
