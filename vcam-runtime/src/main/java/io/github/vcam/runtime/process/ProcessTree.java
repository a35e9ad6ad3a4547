// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.exec.ProcessDestroyer;

/** A running process and all that it started; ended as one, also when this virtual machine ends before it. */
final class ProcessTree implements ProcessDestroyer {

    /** Sends the signal to processes, the polite one or the final one. */
    @FunctionalInterface
    interface Killer {
        void kill(List<ProcessHandle> processes, boolean forcibly);
    }

    static final Killer OWN_RIGHTS = (processes, forcibly) -> processes.forEach(process -> {
        if (forcibly) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
    });

    private static final Duration GRACE = Duration.ofMillis(500);
    private static final long START_SECONDS = 5;

    private final Killer killer;
    private final CompletableFuture<Process> started = new CompletableFuture<>();
    private final Thread hook = new Thread(this::kill, "vcam process killer");

    ProcessTree(Killer killer) {
        this.killer = killer;
    }

    @Override
    public boolean add(Process process) {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            process.destroyForcibly(); // this virtual machine is ending already
        }
        return started.complete(process);
    }

    @Override
    public boolean remove(Process process) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return false;
        }
    }

    @Override
    public int size() {
        return started.isDone() ? 1 : 0;
    }

    /** Asks all of them to end and, after a short grace, ends them. Bounded; keeps the interrupt flag. */
    void kill() {
        boolean interrupted = Thread.interrupted();
        try {
            ProcessHandle root = started.get(START_SECONDS, TimeUnit.SECONDS).toHandle();
            Set<ProcessHandle> members = members(root);
            killer.kill(List.copyOf(members), false);
            long deadline = System.nanoTime() + GRACE.toNanos();
            while (members.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() - deadline < 0) {
                Thread.sleep(20);
            }
            for (ProcessHandle member : List.copyOf(members)) {
                members.addAll(members(member));
            }
            List<ProcessHandle> left = new ArrayList<>(members);
            left.removeIf(process -> !process.isAlive());
            if (!left.isEmpty()) {
                killer.kill(left, true);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (ExecutionException | TimeoutException e) {
            // it never started
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Set<ProcessHandle> members(ProcessHandle root) {
        Set<ProcessHandle> members = new LinkedHashSet<>();
        members.add(root);
        root.descendants().forEach(members::add);
        return members;
    }
}
