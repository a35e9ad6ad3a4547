// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One command of the host while it runs. Its own thread starts it and reports its end; the port's thread feeds and
 * cancels it. Writes to the port are whole frames under one lock.
 */
final class GuestProcess {
    private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");
    /** What is looked up anew is looked at anew; contents of files that are the same still stay. */
    private static final String NAMES = "2";
    /** A name that was used more than once survives the first pass, and the overlay's keeps the one below it. */
    private static final int PASSES = 4;

    private static final byte[] END_OF_INPUT = new byte[0];
    private static final int COULD_NOT_WAIT = 255;
    private static final long INPUT_PATIENCE_MILLIS = 1000;
    private static final long LONG_ORDER_MILLIS = 5000;

    private final CommandRequest request;
    private final OutputStream port;
    private final IdleClock idle;
    private final Standbys standbys;
    private final BlockingQueue<byte[]> input = new LinkedBlockingQueue<>(); // bounded by the host's window
    private final Thread thread;
    private final Object started = new Object();
    private @Nullable Process process;
    private boolean cancelled;
    private final AtomicBoolean counted = new AtomicBoolean();
    private volatile boolean over;

    GuestProcess(CommandRequest request, OutputStream port, IdleClock idle, Standbys standbys) {
        this.request = request;
        this.port = port;
        this.idle = idle;
        this.standbys = standbys;
        this.thread = new Thread(this::run, Thread.currentThread().getName() + "-command");
    }

    void start() {
        idle.commandBegins();
        counted.set(true);
        thread.setDaemon(true);
        thread.start();
    }

    void offerInput(byte[] bytes) {
        if (bytes.length > 0) {
            input.add(bytes);
        }
    }

    void endInput() {
        input.add(END_OF_INPUT);
    }

    /** Kills the process tree: TERM first, KILL after a grace. Returns at once. */
    void cancel() {
        synchronized (started) {
            if (cancelled || !thread.isAlive()) {
                return;
            }
            cancelled = true;
            Process running = process;
            if (running != null) {
                Thread killer = new Thread(new TreeKiller(running.toHandle()), thread.getName() + "-killer");
                killer.setDaemon(true);
                killer.start();
            }
        }
    }

    /**
     * Says no more to the host and kills the process tree. A write that is under way may last until another host
     * program opens the port, for the kernel blocks writers while none has it open: such a command is not one that keeps
     * the guest up.
     */
    void abandon() {
        over = true;
        cancel();
        countAsEnded();
    }

    void awaitEnd() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            Message last;
            try {
                last = Message.of(MessageType.EXIT, runToItsEnd());
            } catch (IOException e) {
                last = Message.of(MessageType.NOT_STARTED, String.valueOf(e.getMessage()));
            }
            send(last);
        } finally {
            countAsEnded();
        }
    }

    private void countAsEnded() {
        if (counted.getAndSet(false)) {
            idle.commandEnds();
        }
    }

    private int runToItsEnd() throws IOException {
        if (request.dropCaches()) {
            for (int pass = 0; pass < PASSES; pass++) {
                Files.writeString(DROP_CACHES, NAMES);
            }
        }
        if (request.standby() > 0) {
            OptionalInt status = runOnStandby();
            if (status.isPresent()) {
                return status.getAsInt();
            }
            if (request.rehearsal()) {
                throw new IOException("the program that is to wait does not start");
            }
        }
        return runNew();
    }

    /** Empty: it ended while it waited, or never was ready. */
    private OptionalInt runOnStandby() throws IOException {
        Standby standby = standbys.take(request);
        try {
            begun(standby::process);
        } catch (IOException e) {
            standbys.giveBack(standby);
            throw e;
        }
        try {
            standby.order(
                    request.argv().subList(request.standby(), request.argv().size()), this::send);
        } catch (IOException e) {
            standby.process().destroyForcibly();
            return OptionalInt.empty();
        }
        Thread stdin = pump(standby.input());
        Thread spare = spare();
        if (!request.rehearsal()) {
            spare.start();
        }
        try {
            int status = standby.follow();
            endInput();
            stdin.join(INPUT_PATIENCE_MILLIS);
            if (status == 0 && !stdin.isAlive() && letGo()) {
                standbys.giveBack(standby);
            } else {
                standby.process().destroyForcibly();
                standbys.renew(request);
            }
            return OptionalInt.of(status);
        } catch (InterruptedException e) {
            return OptionalInt.of(COULD_NOT_WAIT); // nobody interrupts this thread
        } finally {
            endInput();
            spare.interrupt();
        }
    }

    /** Gets another program ready for the next order, while this one takes long. */
    private Thread spare() {
        Thread spare = new Thread(
                () -> {
                    try {
                        Thread.sleep(LONG_ORDER_MILLIS);
                        standbys.renew(request);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                thread.getName() + "-spare");
        spare.setDaemon(true);
        return spare;
    }

    /** From now on nobody kills the process; tells whether nobody is about to. */
    private boolean letGo() {
        synchronized (started) {
            process = null;
            return !cancelled;
        }
    }

    private int runNew() throws IOException {
        File directory = directory(request.directory());
        ProcessBuilder builder = new ProcessBuilder(request.argv()).directory(directory);
        builder.environment().putAll(request.environment());
        Process running = begun(builder::start);
        OutputPump stdout = OutputPump.start(MessageType.STDOUT, running.getInputStream(), this, running);
        OutputPump stderr = OutputPump.start(MessageType.STDERR, running.getErrorStream(), this, running);
        pump(running.getOutputStream());
        try {
            int status = running.waitFor();
            stdout.finish();
            stderr.finish();
            return status;
        } catch (InterruptedException e) {
            return COULD_NOT_WAIT; // nobody interrupts this thread
        } finally {
            endInput();
            if (request.standby() > 0) {
                standbys.renew(request);
            }
        }
    }

    private Thread pump(OutputStream stdin) {
        Thread pump = new Thread(() -> pumpInput(stdin), thread.getName() + "-stdin");
        pump.setDaemon(true);
        pump.start();
        return pump;
    }

    /** What makes the process. */
    @FunctionalInterface
    private interface Beginning {
        Process begin() throws IOException;
    }

    private Process begun(Beginning beginning) throws IOException {
        synchronized (started) {
            if (cancelled) {
                throw new IOException("cancelled before its start");
            }
            Process running = beginning.begin();
            process = running;
            return running;
        }
    }

    /** The working directory of a command. */
    static File directory(String wanted) throws IOException {
        File directory = new File(wanted.isEmpty() ? "/" : wanted);
        if (!directory.isDirectory()) {
            throw new IOException("working directory " + directory + " does not exist");
        }
        return directory;
    }

    private void pumpInput(OutputStream stdin) {
        try (stdin) {
            for (byte[] bytes = input.take(); bytes != END_OF_INPUT; bytes = input.take()) {
                stdin.write(bytes);
                stdin.flush();
                send(Message.of(MessageType.CREDIT, bytes.length));
            }
        } catch (IOException e) {
            grantWithoutReader();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The program closed its input: the host may go on sending, as into a closed pipe whose signal is ignored. */
    private void grantWithoutReader() {
        try {
            for (byte[] bytes = input.take(); bytes != END_OF_INPUT; bytes = input.take()) {
                send(Message.of(MessageType.CREDIT, bytes.length));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A failure means that the host went away. */
    void send(Message message) {
        synchronized (port) {
            if (over) {
                return; // a child left behind speaks after its program's end
            }
            over = message.type() == MessageType.EXIT || message.type() == MessageType.NOT_STARTED;
            try {
                message.write(port);
            } catch (IOException e) {
                System.err.println("vcam agent: " + thread.getName() + ": " + e);
            }
        }
    }
}
