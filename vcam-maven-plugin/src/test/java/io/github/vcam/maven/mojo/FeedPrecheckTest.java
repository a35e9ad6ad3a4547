// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.VcamException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class FeedPrecheckTest {
    private static final Path HERE = Path.of("").toAbsolutePath();

    private final Properties given = new Properties();

    @Test
    void feedComesLater_itsWrongInputIsToldNow() {
        given.setProperty("input", "no-such-clip.mp4");
        for (String feed : List.of("vcam:feed", "io.github.vcam:vcam-maven-plugin:0.1.0:feed")) {
            assertThatThrownBy(() -> FeedPrecheck.check(List.of("vcam:load", feed), given, HERE))
                    .isInstanceOf(VcamException.class)
                    .hasMessageEndingWith("[VCAM-101]");
        }
    }

    @Test
    void noFeedIsAskedFor_nothingIsChecked() {
        assertThatCode(() -> FeedPrecheck.check(List.of("vcam:load", "verify"), given, HERE))
                .doesNotThrowAnyException();
    }

    @Test
    void inputIsRight_theGoalsGoOn() {
        given.setProperty("input", "pattern:bars");
        assertThatCode(() -> FeedPrecheck.check(List.of("vcam:load", "vcam:feed"), given, HERE))
                .doesNotThrowAnyException();
    }
}
