// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.runtime.process.ThisUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheDirectoryTest {
    @TempDir
    Path directory;

    private Path cache(String home, Map<String, String> environment) {
        return new CacheDirectory(environment, home, directory).path();
    }

    private Path withoutHome() {
        return directory.resolve("vcam-" + ThisUser.uid());
    }

    @Test
    void userHasAHome_itIsThere() {
        assertThat(cache(directory + "/home", Map.of("HOME", "/elsewhere")))
                .isEqualTo(directory.resolve("home/.cache/vcam"));
    }

    @Test
    void environmentNamesOne_itIsThatOne() {
        assertThat(cache("?", Map.of("XDG_CACHE_HOME", "/x"))).isEqualTo(Path.of("/x/vcam"));
    }

    @Test
    void javaKnowsNoHome_theEnvironmentsIsTaken() {
        assertThat(cache("?", Map.of("HOME", directory.toString()))).isEqualTo(directory.resolve(".cache/vcam"));
    }

    @Test
    void thereIsNoHome_itIsADirectoryOfThisUserAlone() throws IOException {
        assertThat(cache("?", Map.of())).isEqualTo(withoutHome());
        assertThat(Files.getPosixFilePermissions(withoutHome()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(cache("?", Map.of())).isEqualTo(withoutHome());
    }

    @Test
    void homeCannotBeWritten_itCountsForNone() {
        assertThat(cache("/proc/self", Map.of("HOME", "/dev/null"))).isEqualTo(withoutHome());
    }

    @Test
    void somebodyElseWasFaster_itIsRefused() throws IOException {
        Files.createDirectory(withoutHome());
        Files.setPosixFilePermissions(withoutHome(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> cache("?", Map.of()))
                .isInstanceOf(UncheckedIOException.class)
                .hasStackTraceContaining("not a directory of this user alone");
    }
}
