// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.runtime.process.ThisUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeDirectoryTest {
    private static final String NAME = "user.name";

    private final String usual = System.getProperty(NAME);

    @TempDir
    Path directory;

    @AfterEach
    void putBackTheName() {
        System.setProperty(NAME, usual);
    }

    @Test
    void userHasNoName_theDirectoryCanBeTakenAgain() throws IOException {
        System.setProperty(NAME, "?");
        RuntimeDirectory runtime = new RuntimeDirectory(directory.resolve("vm"));
        runtime.create();
        Files.createFile(runtime.socket(3));
        Files.createFile(runtime.lock(3));
        runtime.create();
        assertThat(runtime.socket(3)).doesNotExist();
        assertThat(runtime.lock(3)).exists();
    }

    @Test
    void userHasAnotherName_theDirectoryIsTheSame() {
        RuntimeDirectory before = RuntimeDirectory.forState(directory);
        System.setProperty(NAME, "?");
        assertThat(RuntimeDirectory.forState(directory)).isEqualTo(before);
        assertThat(before.path().getFileName().toString()).startsWith("vcam-" + ThisUser.uid() + "-");
    }

    @Test
    void othersMayEnterIt_itIsRefused() throws IOException {
        Path open = Files.createDirectory(directory.resolve("vm"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(() -> new RuntimeDirectory(open).create())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a directory of this user alone");
    }

    @Test
    void linkIsThere_itIsRefused() throws IOException {
        RuntimeDirectory real = new RuntimeDirectory(directory.resolve("real"));
        real.create();
        Path link = Files.createSymbolicLink(directory.resolve("vm"), real.path());
        assertThatThrownBy(() -> new RuntimeDirectory(link).create()).isInstanceOf(IOException.class);
    }
}
