// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.consumer.CaptureMethod;
import io.github.vcam.feed.FeedRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProfilePlanTest {
    private static ProfilePlan plan(String consumer, double seconds, int frequency, String callGraph) {
        return new ProfilePlan(
                Scenario.NONE, List.of(), ProfilePlan.consumer(consumer), seconds, 0, frequency, callGraph, "auto");
    }

    @Test
    void usual_isTaken() {
        assertThat(plan(" MMAP", 10, 999, "fp").consumer()).contains(CaptureMethod.MMAP);
        assertThat(plan("MMAP", 10, 999, "fp").watcher()).isEqualTo("mmap");
        assertThat(plan("none", 10, 999, "dwarf").consumer()).isEmpty();
        assertThat(plan("None", 10, 999, "dwarf").watcher()).isEqualTo("none");
    }

    @Test
    void onADevice_everyFeedGoesThere() {
        ProfilePlan plan = new ProfilePlan(
                Scenario.NONE,
                List.of(FeedRequest.of("in.mp4", "any"), FeedRequest.of("in.png", "any")),
                Optional.empty(),
                10,
                2,
                999,
                "fp",
                "auto");
        assertThat(plan.on("3").orders()).extracting(FeedRequest::device).containsExactly("3", "3");
        assertThat(plan.on("any")).isEqualTo(plan);
    }

    @Test
    void wrongWish_isNamedWithWhatIsPossible() {
        assertThatThrownBy(() -> plan("telnet", 10, 999, "fp"))
                .hasMessage("consumer is 'telnet'; it can be none, read, mmap, userptr, dmabuf [VCAM-204]");
        assertThatThrownBy(() -> plan("none", 0, 999, "fp")).hasMessageContaining("duration is 0.0");
        assertThatThrownBy(() -> plan("none", Double.NaN, 999, "fp")).hasMessageContaining("duration");
        assertThatThrownBy(() -> plan("none", 10, 0, "fp")).hasMessageContaining("frequency is 0");
        assertThatThrownBy(() -> plan("none", 10, 999, "magic")).hasMessageContaining("call_graph");
        assertThatThrownBy(() -> Scenario.of("stress")).hasMessageContaining("scenario is 'stress'");
    }
}
