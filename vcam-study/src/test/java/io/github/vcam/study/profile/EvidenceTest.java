// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EvidenceTest {
    private static String evidence(Scenario scenario, ProfiledProcess... parts) {
        MethodProfile[] profiles = new MethodProfile[parts.length];
        for (int i = 0; i < parts.length; i++) {
            profiles[i] = Recorded.profile(parts[i]);
        }
        return String.join("\n", Evidence.of(Recorded.report(scenario, profiles)));
    }

    @Test
    void writeCopiesAndMmapDoesNot_theStudysShapeIsThere() {
        assertThat(evidence(Scenario.STUDY, Recorded.producer("write", 500), Recorded.producer("mmap", 4)))
                .contains("The original study's shape is here")
                .contains("write: the kernel copies in 50.0 ± 3.1 % of 1,000 samples (5.0 ms")
                .contains("copy_user_generic_string ← _copy_from_user ← loopback_write")
                .contains("0.4 % instead of 50 %");
    }

    @Test
    void bothCopyTheSame_theShapeIsNotThere() {
        assertThat(evidence(Scenario.STUDY, Recorded.producer("write", 500), Recorded.producer("mmap", 480)))
                .contains("shape is NOT here")
                .contains("differ by no more than chance");
    }

    @Test
    void mmapCopiesMore_itIsSaid() {
        assertThat(evidence(Scenario.NONE, Recorded.producer("write", 100), Recorded.producer("mmap", 480)))
                .contains("clearly larger share with mmap")
                .doesNotContain("original study");
    }

    @Test
    void copyOfHalfTheTime_isATenthWhereTheRestIsNineTimesAsMuch() {
        assertThat(evidence(Scenario.STUDY, Recorded.producer("write", 500), Recorded.producer("mmap", 0)))
                .contains("makes a frame in 5.0 ms and write()'s copy takes 5.0 ms", "for 45 ms a frame");
    }

    @Test
    void nothingWasMet_uncertaintyStays() {
        assertThat(new Fraction(0, 200).plusMinus()).isBetween(0.5, 2.0);
        assertThat(new Fraction(1, 200).clearlyAbove(new Fraction(0, 200))).isFalse();
        assertThat(new Fraction(40, 200).clearlyAbove(new Fraction(0, 200))).isTrue();
    }
}
