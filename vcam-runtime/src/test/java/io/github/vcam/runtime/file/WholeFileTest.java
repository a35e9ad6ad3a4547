// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path directory;

    @Test
    void somebodyReadsTheOldOne_itStaysWhole() throws IOException {
        Path file = directory.resolve("sub/file");
        WholeFile.write(file, "old");
        try (InputStream reader = Files.newInputStream(file)) {
            WholeFile.write(file, "newer");
            assertThat(new String(reader.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("old");
        }
        assertThat(file).hasContent("newer");
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**.half-*");
    }

    @Test
    void othersMayReadIt_asWithAnyFile() throws IOException {
        Path usual = Files.writeString(directory.resolve("usual"), "");
        Path file = directory.resolve("file");
        WholeFile.write(file, "");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(usual));
    }

    @Test
    void itCannotBeWritten_nothingIsLeftBehind() throws IOException {
        Path file = directory.resolve("file");
        Files.createDirectories(file.resolve("inside"));
        assertThatThrownBy(() -> WholeFile.write(file, "x")).isInstanceOf(IOException.class);
        assertThat(directory).isDirectoryNotContaining("glob:**.half-*");
    }
}
