// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import java.nio.file.Path;

/** The names of the files in a state directory. */
record VmFiles(Path directory) {
    static VmFiles in(Path directory) {
        return new VmFiles(directory);
    }

    Path console() {
        return directory.resolve("console.log");
    }

    Path initramfs() {
        return directory.resolve("initramfs.gz");
    }

    Path pid() {
        return directory.resolve("qemu.pid");
    }

    Path lock() {
        return directory.resolve("start.lock");
    }
}
