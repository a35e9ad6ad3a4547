// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTreeTest {
    @TempDir
    Path directory;

    @Test
    void treeHasALinkToSomethingElse_thatStays() throws IOException {
        Path other = Files.writeString(
                Files.createDirectory(directory.resolve("other")).resolve("file"), "");
        Path inside = Files.createDirectories(directory.resolve("tree/a/b"));
        Files.writeString(inside.resolve("file"), "");
        Files.createSymbolicLink(inside.resolve("link"), other.getParent());
        DirectoryTree.delete(directory.resolve("tree"));
        assertThat(directory.resolve("tree")).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void thereIsNone_nothingHappens() throws IOException {
        DirectoryTree.delete(directory.resolve("none"));
        assertThat(directory).isEmptyDirectory();
    }
}
