// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.runtime.file.DirectoryTree;
import io.github.vcam.runtime.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/**
 * What was installed in a guest, for its next start: the guest itself forgets everything when it stops. A tree of files
 * under the absolute paths that they have there.
 *
 * @param tree its root; one for each kernel release, there only when it holds something
 */
public record InstalledFiles(Path tree) {
    private static final Set<PosixFilePermission> PUBLIC = PosixFilePermissions.fromString("rw-r--r--");

    static InstalledFiles of(Path state, String release) {
        return new InstalledFiles(state.resolve("installed").resolve(release));
    }

    public boolean isEmpty() {
        return !Files.isDirectory(tree);
    }

    /** Keeps a file, whole or not at all; tells whether it was not kept just so already. */
    public boolean keep(byte[] content, String path) throws IOException {
        Path copy = tree.resolve(path.substring(1));
        if (Files.isRegularFile(copy) && Arrays.equals(Files.readAllBytes(copy), content)) {
            return false;
        }
        WholeFile.write(copy, content);
        Files.setPosixFilePermissions(copy, PUBLIC); // the guest takes them along
        return true;
    }

    /** Keeps nothing any more; tells whether something was kept. */
    public boolean clear() throws IOException {
        boolean kept = !isEmpty();
        DirectoryTree.delete(tree);
        return kept;
    }
}
