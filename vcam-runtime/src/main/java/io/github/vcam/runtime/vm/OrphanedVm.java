// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.runtime.process.FileLocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A micro-VM whose starter was killed before it could write down what it started. */
public final class OrphanedVm {
    private OrphanedVm() {}

    /** QEMU's process id, where one of this state directory runs that nobody knows of. Changes nothing. */
    public static Optional<Long> in(Path state) {
        Optional<Long> pid = Qemu.unrecorded(state);
        return VmState.ofLiving(state).isPresent() || isBeingStarted(state) ? Optional.empty() : pid;
    }

    private static boolean isBeingStarted(Path state) {
        Path lock = VmFiles.in(state).lock();
        if (!Files.exists(lock)) {
            return false;
        }
        try {
            Optional<FileLocks.Held> ours = FileLocks.tryLock(lock);
            if (ours.isPresent()) {
                ours.get().close();
            }
            return ours.isEmpty();
        } catch (IOException e) {
            return true; // who may not lock it cannot know
        }
    }
}
