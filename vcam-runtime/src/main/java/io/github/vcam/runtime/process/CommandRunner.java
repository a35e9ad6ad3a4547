// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.process;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.ExecuteResultHandler;

/**
 * Runs commands on this machine. Safe for use by several threads.
 *
 * <p>Commons Exec starts and reaps the process; its watchdog is not used, for it kills the direct child alone and then
 * waits for whatever that left behind. Here a time-out or an interruption ends the whole {@link ProcessTree}.
 */
public final class CommandRunner implements CommandExecutor {
    /** A class of what it needs beside this module, for whoever makes a class path. */
    public static final Class<?> NEEDED = CommandLine.class;

    private static final Duration MARGIN_OF_ROOT = Duration.ofSeconds(5);

    private final Privileges privileges;

    CommandRunner(Privileges privileges) {
        this.privileges = privileges;
    }

    /**
     * A runner with the rights of this process.
     *
     * @param personPresent whether somebody can type a password for sudo
     */
    public static CommandRunner create(boolean personPresent) {
        return new CommandRunner(Privileges.ofThisProcess(personPresent));
    }

    /** A runner that asks nobody. */
    public static CommandRunner create() {
        return create(false);
    }

    /** Whether a command can run as root: as we are, by a silent sudo, or by one that asks the person at the terminal. */
    public boolean canBeRoot() {
        return privileges.obtainable();
    }

    @Override
    public int execute(Command command, CommandStreams streams) {
        List<String> argv = Programs.resolved(command);
        Optional<List<String>> sudo = privileges.sudo(command);
        boolean elevated = sudo.isPresent();
        if (elevated) {
            argv = Privileges.elevated(sudo.get(), command, argv);
        }
        Duration limit = elevated ? command.timeout().plus(MARGIN_OF_ROOT) : command.timeout();
        ProcessTree tree = new ProcessTree(elevated ? privileges.killer() : ProcessTree.OWN_RIGHTS);
        CompletableFuture<Integer> exit = start(command, argv, streams, tree);
        try {
            int status = exit.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (elevated && Privileges.timedOut(status)) {
                throw timedOut(command);
            }
            return status;
        } catch (TimeoutException e) {
            tree.kill();
            throw timedOut(command);
        } catch (InterruptedException e) {
            tree.kill();
            Thread.currentThread().interrupt();
            throw new VcamException(RuntimeError.PROGRAM_FAILED, "running `" + command + "` was interrupted", e);
        } catch (ExecutionException e) {
            throw new VcamException(RuntimeError.PROGRAM_FAILED, "starting `" + command + "`: " + reason(e), e);
        }
    }

    private static CompletableFuture<Integer> start(
            Command command, List<String> argv, CommandStreams streams, ProcessTree tree) {
        CommandLine line = new CommandLine(argv.get(0));
        argv.subList(1, argv.size()).forEach(argument -> line.addArgument(argument, false));
        DefaultExecutor.Builder<?> builder = DefaultExecutor.builder()
                .setExecuteStreamHandler(new StreamPumps(streams))
                .setThreadFactory(task -> daemon(task, command.program()));
        command.directory().ifPresent(directory -> builder.setWorkingDirectory(Path.of(directory)));
        DefaultExecutor executor = builder.get();
        executor.setExitValues(null);
        executor.setProcessDestroyer(tree);
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        try {
            executor.execute(line, environment(command), new Completion(exit));
        } catch (IOException e) {
            exit.completeExceptionally(e);
        }
        return exit;
    }

    private static Map<String, String> environment(Command command) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("LC_ALL", "C.UTF-8"); // messages are read back
        environment.putAll(command.environment());
        return environment;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, "vcam " + name);
        thread.setDaemon(true);
        return thread;
    }

    private static VcamException timedOut(Command command) {
        return new VcamException(
                RuntimeError.PROGRAM_TIMED_OUT,
                "running `" + command + "`: not done after " + command.timeout().toSeconds() + " s, stopped");
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        for (Throwable next = root; next != null; next = next.getCause()) {
            root = next;
        }
        return String.valueOf(root.getMessage());
    }

    private record Completion(CompletableFuture<Integer> exit) implements ExecuteResultHandler {
        @Override
        public void onProcessComplete(int status) {
            exit.complete(status);
        }

        @Override
        public void onProcessFailed(ExecuteException failure) {
            exit.completeExceptionally(failure);
        }
    }
}
