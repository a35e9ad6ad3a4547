// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.feed.FeedRequest;
import io.github.vcam.feed.Inputs;
import io.github.vcam.frame.Fit;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.producer.StreamingMethod;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the feed that the same command line asks for later: <code>mvn vcam:install vcam:load vcam:feed</code> with a
 * wrong input shall not install and load first.
 */
final class FeedPrecheck {
    private static final String PLUGIN = "io.github.vcam:vcam-maven-plugin";

    private FeedPrecheck() {}

    /** Fails as the feed of this call would, if it asks for one. */
    static void check(MavenSession session, Path directory) {
        check(session.getGoals(), session.getUserProperties(), configures(session.getCurrentProject()), directory);
    }

    /**
     * Fails as the feed would; does nothing when no feed was asked for.
     *
     * @param given properties of the command line
     * @param configured whether the POM says what to play: then the feed alone knows
     * @param directory where relative inputs lie
     */
    static void check(List<String> goals, Properties given, boolean configured, Path directory) {
        if (goals.stream().noneMatch(goal -> Reactor.isOurs(goal, "feed"))) {
            return;
        }
        StreamingMethod.of(given.getProperty("vcam.method", "auto"));
        read(given, "vcam.format", format -> FeedRequest.of("any", "any").withFormatCalled(format));
        read(given, "vcam.size", FrameSize::of);
        read(given, "vcam.fps", FrameRate::of);
        read(given, "vcam.fit", Fit::of);
        if (!configured || given.containsKey("input")) {
            Inputs.resolve(FeedRequest.of(given.getProperty("input", ""), "any").input(), directory);
        }
    }

    private static void read(Properties given, String property, Consumer<String> reader) {
        Optional.ofNullable(given.getProperty(property)).ifPresent(reader);
    }

    /** Whether the POM, or a profile of the user's, sets the feed's input. */
    static boolean configures(@Nullable MavenProject project) {
        if (project == null) {
            return false;
        }
        Plugin plugin = project.getPlugin(PLUGIN);
        return project.getProperties().containsKey("input")
                || (plugin != null
                        && (namesInput(plugin)
                                || plugin.getExecutions().stream().anyMatch(FeedPrecheck::namesInput)));
    }

    private static boolean namesInput(ConfigurationContainer part) {
        return part.getConfiguration() != null
                && part.getConfiguration().toString().contains("<input>");
    }
}
