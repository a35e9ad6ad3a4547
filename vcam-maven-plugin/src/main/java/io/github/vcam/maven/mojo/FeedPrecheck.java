// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.runtime.feed.FeedOptions;
import io.github.vcam.runtime.worker.FeedOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * Looks at the order of a feed that the same command line asks for later: <code>mvn vcam:install vcam:load
 * vcam:feed</code> with a wrong input shall not install and load first.
 */
final class FeedPrecheck {
    private FeedPrecheck() {}

    /** Fails as the feed would; does nothing when no feed was asked for. */
    static void check(List<String> goals, Properties given, Path directory) {
        if (goals.stream().noneMatch(goal -> goal.matches("vcam:feed|.*:vcam-maven-plugin(:[^:]+)?:feed"))) {
            return;
        }
        FeedOrder order = new FeedOrder(
                given.getProperty("input", ""),
                "any",
                given.getProperty("vcam.method", "auto"),
                given.getProperty("vcam.format"),
                given.getProperty("vcam.size"),
                given.getProperty("vcam.fps"),
                false,
                null,
                null);
        FeedOptions.checked(order, directory);
    }
}
