// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.place;

import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A place that answers as a test wants and remembers what it was asked. */
public final class FakeMachine implements Machine {
    private final List<String> commands = new ArrayList<>();
    private final Function<Command, CommandResult> answers;
    private final @Nullable CommandExecutor programs;
    private boolean running = true;
    private boolean network = true;

    public FakeMachine(Function<Command, CommandResult> answers) {
        this(answers, null);
    }

    private FakeMachine(Function<Command, CommandResult> answers, @Nullable CommandExecutor programs) {
        this.answers = answers;
        this.programs = programs;
    }

    /** One whose commands are programs of a test's, with their streams. */
    public static FakeMachine running(CommandExecutor programs) {
        return new FakeMachine(command -> said(""), programs);
    }

    public static CommandResult said(String stdout) {
        return new CommandResult(0, stdout, "");
    }

    /** Each command's program and its arguments from the script's name on. */
    public List<String> commands() {
        return commands;
    }

    public FakeMachine stopped() {
        running = false;
        return this;
    }

    public FakeMachine withoutNetwork() {
        network = false;
        return this;
    }

    @Override
    public boolean hasNetwork() {
        return network;
    }

    @Override
    public String description() {
        return "the fake";
    }

    @Override
    public String kernelRelease() {
        return "6.1.0";
    }

    @Override
    public Optional<Path> kernelTree() {
        return Optional.empty();
    }

    @Override
    public boolean running() {
        return running;
    }

    @Override
    public boolean mayHoldFiles() {
        return running;
    }

    @Override
    public CommandExecutor executor() {
        if (programs != null) {
            return programs;
        }
        return (command, streams) -> {
            List<String> argv = command.argv();
            commands.add(String.join(" ", argv.get(0).equals("sh") ? argv.subList(3, argv.size()) : argv));
            CommandResult result = answers.apply(command);
            try {
                streams.stdout().write(result.stdout().getBytes(StandardCharsets.UTF_8));
                streams.stderr().write(result.stderr().getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return result.exitStatus();
        };
    }

    @Override
    public void indexModules(Optional<Path> added) {
        commands.add("index " + added.map(path -> path.getFileName().toString()).orElse("nothing"));
    }

    @Override
    public String java() {
        return "java";
    }

    @Override
    public String visible(Path file) {
        return "/there" + file;
    }

    @Override
    public Optional<Machine> bench(boolean countsInstructions) {
        return countsInstructions ? Optional.empty() : Optional.of(this);
    }

    @Override
    public void close() {}
}
