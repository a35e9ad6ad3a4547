// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.place;

import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** This machine and its own kernel. */
public final class ThisMachine implements Machine {
    private final CommandExecutor executor;
    private final String kernelRelease;

    public ThisMachine(CommandExecutor executor, String kernelRelease) {
        this.executor = executor;
        this.kernelRelease = kernelRelease;
    }

    @Override
    public String description() {
        return "this machine, kernel " + kernelRelease;
    }

    @Override
    public String kernelRelease() {
        return kernelRelease;
    }

    @Override
    public Optional<Path> kernelTree() {
        return Optional.empty();
    }

    @Override
    public boolean running() {
        return true;
    }

    @Override
    public CommandExecutor executor() {
        return executor;
    }

    @Override
    public String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    @Override
    public void indexModules(Optional<Path> added) {
        executor.call(Command.of("depmod", kernelRelease).asRoot().within(Duration.ofMinutes(5)));
    }

    @Override
    public String visible(Path file) {
        return file.toString();
    }

    /** The kernel is one: who measures puts the module back as it was. */
    @Override
    public Optional<Machine> bench(boolean countsInstructions) {
        return countsInstructions ? Optional.empty() : Optional.of(this);
    }

    @Override
    public void close() {
        // nothing was handed over
    }
}
