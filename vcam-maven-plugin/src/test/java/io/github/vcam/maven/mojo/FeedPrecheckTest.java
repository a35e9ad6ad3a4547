// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.VcamException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.maven.model.Build;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;

class FeedPrecheckTest {
    private static final Path HERE = Path.of("").toAbsolutePath();

    private final Properties given = new Properties();

    @Test
    void feedComesLater_itsWrongInputIsToldNow() {
        given.setProperty("input", "no-such-clip.mp4");
        for (String feed : List.of("vcam:feed", "io.github.vcam:vcam-maven-plugin:0.1.0:feed")) {
            assertThatThrownBy(() -> FeedPrecheck.check(List.of("vcam:load", feed), given, false, HERE))
                    .isInstanceOf(VcamException.class)
                    .hasMessageEndingWith("[VCAM-101]");
        }
    }

    @Test
    void noFeedIsAskedFor_nothingIsChecked() {
        assertThatCode(() -> FeedPrecheck.check(List.of("vcam:load", "verify"), given, false, HERE))
                .doesNotThrowAnyException();
    }

    @Test
    void inputIsRight_theGoalsGoOn() {
        given.setProperty("input", "pattern:bars");
        assertThatCode(() -> FeedPrecheck.check(List.of("vcam:load", "vcam:feed"), given, false, HERE))
                .doesNotThrowAnyException();
    }

    @Test
    void pomSaysWhatToPlay_itIsLeftToTheFeed() {
        assertThatCode(() -> FeedPrecheck.check(List.of("vcam:load", "vcam:feed"), given, true, HERE))
                .doesNotThrowAnyException();
        given.setProperty("vcam.size", "wide");
        assertThatThrownBy(() -> FeedPrecheck.check(List.of("vcam:load", "vcam:feed"), given, true, HERE))
                .hasMessageEndingWith("[VCAM-201]");
    }

    @Test
    void nothingSaysWhatToPlay_thatIsToldNow() {
        assertThatThrownBy(() -> FeedPrecheck.check(List.of("vcam:load", "vcam:feed"), given, false, HERE))
                .hasMessageEndingWith("[VCAM-101]");
    }

    @Test
    void inputInThePom_isSeen() {
        Plugin plugin = new Plugin();
        plugin.setGroupId("io.github.vcam");
        plugin.setArtifactId("vcam-maven-plugin");
        Build build = new Build();
        build.addPlugin(plugin);
        MavenProject project = new MavenProject();
        project.setBuild(build);
        assertThat(FeedPrecheck.configures(project)).isFalse();
        PluginExecution execution = new PluginExecution();
        execution.setConfiguration("<configuration><input>clip.mp4</input></configuration>");
        plugin.addExecution(execution);
        assertThat(FeedPrecheck.configures(project)).isTrue();
    }
}
