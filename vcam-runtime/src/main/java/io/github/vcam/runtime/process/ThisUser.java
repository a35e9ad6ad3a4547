// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user whom this process runs as, known by number: in a container the number may have no name, and then Java's
 * {@code user.name} and {@code user.home} are question marks.
 */
public final class ThisUser {
    private ThisUser() {}

    public static int uid() {
        return attribute("uid");
    }

    /** The group that new files of this user get. */
    public static int groupId() {
        return attribute("gid");
    }

    /** Their home; empty where they have none, as a number without a name has not. */
    public static Optional<Path> home() {
        return home(System.getProperty("user.home", "?"), System.getenv().getOrDefault("HOME", ""));
    }

    static Optional<Path> home(String asJavaKnowsIt, String asTheEnvironmentHasIt) {
        return Stream.of(asJavaKnowsIt, asTheEnvironmentHasIt)
                .map(Path::of)
                .filter(Path::isAbsolute)
                .findFirst();
    }

    private static int attribute(String name) {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:" + name);
        } catch (IOException e) {
            throw new UncheckedIOException("looking who we are", e);
        }
    }

    /** Whether a file is this user's; of a link, the link itself. */
    public static boolean owns(Path file) throws IOException {
        return Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(uid());
    }
}
