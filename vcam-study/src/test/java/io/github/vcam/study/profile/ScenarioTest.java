// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.feed.FeedRequest;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.producer.StreamingMethod;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScenarioTest {
    private static final FeedRequest FEED = FeedRequest.of("in.mp4", "any");

    private static List<StreamingMethod> methods(Scenario scenario, Optional<String> wish) {
        return scenario.feeds(FEED, wish, () -> StreamingMethod.USERPTR).stream()
                .map(FeedRequest::method)
                .toList();
    }

    @Test
    void study_hasAPictureAndAllMethods() {
        assertThat(Scenario.STUDY.usual())
                .hasValueSatisfying(feed -> assertThat(feed.format()).isEqualTo(PixelFormat.YUYV));
        assertThat(methods(Scenario.STUDY, Optional.empty()))
                .containsExactly(
                        StreamingMethod.WRITE, StreamingMethod.MMAP, StreamingMethod.USERPTR, StreamingMethod.DMABUF);
    }

    @Test
    void none_hasTheOneMethodThatCounts() {
        assertThat(Scenario.NONE.usual()).isEmpty();
        assertThat(methods(Scenario.NONE, Optional.empty())).containsExactly(StreamingMethod.USERPTR);
    }

    @Test
    void whatTheUserWants_countsInBoth_eachOnce() {
        for (Scenario scenario : Scenario.values()) {
            assertThat(methods(scenario, Optional.of("mmap, write,mmap")))
                    .containsExactly(StreamingMethod.MMAP, StreamingMethod.WRITE);
        }
        assertThatThrownBy(() -> methods(Scenario.NONE, Optional.of("mmap,smoke")))
                .hasMessageContaining("smoke");
    }

    @Test
    void everyFeed_goesOn() {
        assertThat(Scenario.STUDY.feeds(FEED, Optional.empty(), () -> StreamingMethod.AUTO))
                .allMatch(FeedRequest::loop);
    }
}
