// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReactorTest {
    @Test
    void callAsksForOurGoalsAlone_itIsKnown() {
        assertThat(Reactor.areOurs(List.of("vcam:load", "io.github.vcam:vcam-maven-plugin:0.1.0:feed")))
                .isTrue();
        assertThat(Reactor.areOurs(List.of("io.github.vcam:vcam-maven-plugin:status")))
                .isTrue();
    }

    @Test
    void callAsksForMore_theOtherProjectsHaveWork() {
        assertThat(Reactor.areOurs(List.of("vcam:load", "verify"))).isFalse();
        assertThat(Reactor.areOurs(List.of("other:load"))).isFalse();
    }

    @Test
    void callNamesNoGoal_theDefaultGoalIsMeant() {
        assertThat(Reactor.areOurs(List.of())).isFalse();
    }
}
