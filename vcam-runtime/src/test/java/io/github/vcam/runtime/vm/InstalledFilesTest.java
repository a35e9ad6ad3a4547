// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledFilesTest {
    private static final String PATH = "/lib/modules/6.1.0/updates/x.ko";

    @TempDir
    Path state;

    @Test
    void keptFile_liesUnderItsPathInTheGuest() throws IOException {
        InstalledFiles files = InstalledFiles.of(state, "6.1.0");
        assertThat(files.isEmpty()).isTrue();
        assertThat(files.keep(bytes("old"), PATH)).isTrue();
        assertThat(files.keep(bytes("new"), PATH)).isTrue();
        assertThat(files.keep(bytes("new"), PATH)).isFalse();
        assertThat(files.tree().resolve("lib/modules/6.1.0/updates"))
                .isDirectoryContaining("glob:**/x.ko")
                .isDirectoryNotContaining("glob:**.new");
        assertThat(files.tree().resolve(PATH.substring(1))).hasContent("new");
        assertThat(files.isEmpty()).isFalse();
    }

    @Test
    void otherKernel_seesNothingOfIt() throws IOException {
        InstalledFiles.of(state, "6.1.0").keep(bytes("x"), PATH);
        assertThat(InstalledFiles.of(state, "6.12.0").isEmpty()).isTrue();
    }

    @Test
    void cleared_nothingIsKept() throws IOException {
        InstalledFiles files = InstalledFiles.of(state, "6.1.0");
        files.keep(bytes("x"), PATH);
        assertThat(files.clear()).isTrue();
        assertThat(files.clear()).isFalse();
        assertThat(files.isEmpty()).isTrue();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
