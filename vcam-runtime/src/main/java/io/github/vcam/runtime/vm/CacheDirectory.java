// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.runtime.process.ThisUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a user's cache is: {@code $XDG_CACHE_HOME/vcam}, else {@code ~/.cache/vcam}. A user of a container may have no
 * home, or one that is not to be written: then it is {@code /var/tmp/vcam-<uid>}, for that user alone. ({@code /tmp}
 * would not do: the guest has one of its own.)
 *
 * @param environment of this process
 * @param home the home as Java knows it, {@code ?} where it knows none; {@code $HOME} is the second choice
 * @param shared a directory where every user may make some
 */
record CacheDirectory(Map<String, String> environment, String home, Path shared) {
    private static final String NAME = "vcam";

    static CacheDirectory ofThisUser() {
        return new CacheDirectory(System.getenv(), System.getProperty("user.home", "?"), Path.of("/var/tmp"));
    }

    /** Its path. Only the one of who has no home is made at once, before somebody else makes it. */
    Path path() {
        String configured = environment.getOrDefault("XDG_CACHE_HOME", "");
        if (!configured.isEmpty()) {
            return Path.of(configured, NAME);
        }
        Optional<Path> atHome = Stream.of(home, environment.getOrDefault("HOME", ""))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .map(directory -> directory.resolve(".cache").resolve(NAME))
                .filter(CacheDirectory::canBe)
                .findFirst();
        return atHome.orElseGet(this::withoutHome);
    }

    /** Whether it is there, or can be made. */
    private static boolean canBe(Path cache) {
        @Nullable Path there = cache;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there != null && Files.isDirectory(there) && (there.equals(cache) || Files.isWritable(there));
    }

    private Path withoutHome() {
        Path directory = shared.resolve(NAME + "-" + ThisUser.uid());
        try {
            PrivateDirectory.make(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("making a cache for a user without a home", e);
        }
        return directory;
    }
}
