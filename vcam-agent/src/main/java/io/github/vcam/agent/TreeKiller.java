// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import java.util.LinkedHashSet;
import java.util.Set;

/** Ends a process and all its descendants: TERM to each, then, after a grace of two seconds, KILL to what is left. */
final class TreeKiller implements Runnable {
    private static final int GRACE_STEPS = 40;
    private static final int STEP_MILLIS = 50;

    private final ProcessHandle root;

    TreeKiller(ProcessHandle root) {
        this.root = root;
    }

    @Override
    public void run() {
        Set<ProcessHandle> tree = new LinkedHashSet<>();
        collect(tree);
        tree.forEach(ProcessHandle::destroy);
        try {
            for (int step = 0; step < GRACE_STEPS && tree.stream().anyMatch(ProcessHandle::isAlive); step++) {
                Thread.sleep(STEP_MILLIS);
                collect(tree); // children of children whose parent dies would be lost
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // no grace then
        }
        tree.forEach(ProcessHandle::destroyForcibly);
    }

    private void collect(Set<ProcessHandle> tree) {
        Set<ProcessHandle> known = new LinkedHashSet<>(tree);
        known.add(root);
        for (ProcessHandle process : known) {
            tree.add(process);
            process.descendants().forEach(tree::add);
        }
    }
}
