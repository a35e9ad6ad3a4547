// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A program that has started already and does one order after the other. It speaks in {@link Message}s: an EXIT when it is
 * ready and after each order, with its status; a COMMAND tells it the next one, STDIN and one STDIN_END belong to that,
 * and so do its STDOUT and STDERR. After another status than 0 it ends. For one thread at a time.
 */
final class Standby {
    /** Another one takes its place then, whatever libraries have left behind in it. */
    private static final int MOST_ORDERS = 200;

    private static final int STDERR_CHUNK = 4096;
    private static final long STDERR_PATIENCE_MILLIS = 1000;

    private static final Path GROUPS = Path.of("/proc/sys/kernel/sched_autogroup_enabled");
    private static final String ASIDE = " 19";
    private static final String BESIDE = "0";
    /** It puts itself aside first of all. */
    private static final long ASIDE_MILLIS = 5000;

    private static final long LOOK_MILLIS = 5;

    private final Kind kind;
    private final Process process;
    private boolean aside;
    private final OutputStream stdin;
    private final Thread stderr;
    private volatile Consumer<Message> listener = nobody -> {};
    private boolean ready;
    private int orders;

    /** What makes two programs the same. */
    record Kind(List<String> program, Map<String, String> environment, String directory) {
        static Kind of(CommandRequest request) {
            return new Kind(request.argv().subList(0, request.standby()), request.environment(), request.directory());
        }
    }

    private Standby(Kind kind, Process process, boolean aside) {
        this.kind = kind;
        this.aside = aside;
        this.process = process;
        this.stdin = process.getOutputStream();
        this.stderr = new Thread(this::carryErrors, "stderr of " + process.pid());
        stderr.setDaemon(true);
        stderr.start();
    }

    /**
     * Starts one.
     *
     * @param front words before the program; with any it gives way to all else, see {@link #hurry}
     */
    static Standby start(List<String> front, Kind kind) throws IOException {
        List<String> line = new ArrayList<>(front);
        line.addAll(kind.program());
        File directory = GuestProcess.directory(kind.directory());
        ProcessBuilder builder = new ProcessBuilder(line).directory(directory);
        builder.environment().putAll(kind.environment());
        return new Standby(kind, builder.start(), !front.isEmpty());
    }

    Process process() {
        return process;
    }

    /** Lets it give way no longer; waits until it does, for what it does later would last. */
    void hurry() {
        if (!aside) {
            return;
        }
        aside = false;
        Path group = Path.of("/proc", String.valueOf(process.pid()), "autogroup");
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ASIDE_MILLIS);
        try {
            if (Files.readString(GROUPS).startsWith("0")) {
                return;
            }
            while (!Files.readString(group).stripTrailing().endsWith(ASIDE) && System.nanoTime() - deadline < 0) {
                Thread.sleep(LOOK_MILLIS);
            }
            Files.writeString(group, BESIDE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            return; // a kernel without such groups; or it has ended, and who gives it an order hears that
        }
    }

    boolean isOf(Kind wanted) {
        return kind.equals(wanted);
    }

    boolean mayGoOn() {
        return process.isAlive() && orders < MOST_ORDERS;
    }

    /**
     * Gives it its order, as soon as it is ready.
     *
     * @param to what it says from then on goes there; {@link #follow} must be called next
     * @throws IOException when it has ended
     */
    void order(List<String> words, Consumer<Message> to) throws IOException {
        if (!ready) {
            awaitExit(nobody -> {});
        }
        ready = false;
        orders++;
        listener = to; // it may say something at once
        try {
            new CommandRequest(words, Map.of(), "", false).toMessage().write(stdin);
        } catch (IOException e) {
            listener = nobody -> {};
            throw e;
        }
    }

    /** The order's standard input. It has to be closed, once, before the next order. */
    OutputStream input() {
        return new MessageStream(MessageType.STDIN, stdin) {
            @Override
            public void close() throws IOException {
                Message.of(MessageType.STDIN_END).write(stdin);
            }
        };
    }

    /**
     * Hands on what it says until the order's end.
     *
     * @return the order's exit status, and the program's when it has ended before
     */
    int follow() throws InterruptedException {
        try {
            int status = awaitExit(listener);
            ready = status == 0;
            return status;
        } catch (MalformedMessageException e) {
            process.destroyForcibly(); // somebody in it writes where it alone should
            return process.waitFor();
        } catch (IOException e) {
            int status = process.waitFor();
            stderr.join(STDERR_PATIENCE_MILLIS);
            return status;
        } finally {
            listener = nobody -> {};
        }
    }

    private int awaitExit(Consumer<Message> to) throws IOException {
        InputStream stdout = process.getInputStream();
        Message message = Message.read(stdout);
        while (message.type() != MessageType.EXIT) {
            to.accept(message);
            message = Message.read(stdout);
        }
        return message.number();
    }

    /** What the virtual machine or a library says beside it. */
    private void carryErrors() {
        byte[] piece = new byte[STDERR_CHUNK];
        try (InputStream in = process.getErrorStream()) {
            for (int count = OutputPump.read(process, in, piece);
                    count >= 0;
                    count = OutputPump.read(process, in, piece)) {
                listener.accept(Message.of(MessageType.STDERR, piece, count));
            }
        } catch (IOException e) {
            return; // the program is gone
        }
    }
}
