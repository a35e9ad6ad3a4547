// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.signal.CtrlC;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The frame around a worker: it fails in JSON, and ends when its standard input does. */
final class WorkerProcess {
    /** What the worker does. */
    @FunctionalInterface
    interface Body {
        void run(PrintStream out) throws Exception;

        /** Is told a line of standard input, by a thread of its own; a worker that takes no orders hears nothing. */
        default void hear(String line) {}
    }

    private static final int EXPECTED_FAILURE = 1;
    private static final int UNEXPECTED_FAILURE = 2;
    private static final int ABANDONED = 3;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private WorkerProcess() {}

    /** Runs the body and ends this process. Ctrl-C is for whoever started it, who tells it to end. */
    @SuppressWarnings("try") // Ctrl-C is held, not used
    static void run(Body body) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err); // libraries must not speak into the protocol
        int status;
        try (CtrlC held = CtrlC.handledBy(() -> {})) {
            status = runWhileWanted(body, System.in, out);
        }
        System.exit(status);
    }

    /**
     * Runs the body; when the input ends before it does, it is interrupted, and a little later this process ends.
     *
     * @return its exit status
     */
    static int runWhileWanted(Body body, InputStream in, PrintStream out) {
        Watch watch = new Watch(in, Thread.currentThread(), body);
        watch.start();
        try {
            return status(body, out);
        } finally {
            watch.end();
        }
    }

    static int status(Body body, PrintStream out) {
        try {
            body.run(out);
            return 0;
        } catch (VcamException e) {
            out.println(new WorkerEvent.Failed(e.code().id(), String.valueOf(e.getMessage())).toJson());
            return EXPECTED_FAILURE;
        } catch (Throwable e) {
            e.printStackTrace();
            out.println(new WorkerEvent.Failed("", e.toString()).toJson());
            return UNEXPECTED_FAILURE;
        }
    }

    /** Reads what whoever started us says, as long as they are there. */
    private static final class Watch extends Thread {
        private final InputStream in;
        private final Thread worker;
        private final Body body;
        private boolean over;

        Watch(InputStream in, Thread worker, Body body) {
            super("standard input");
            setDaemon(true);
            this.in = in;
            this.worker = worker;
            this.body = body;
        }

        @Override
        public void run() {
            try {
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    body.hear(line);
                }
                endWorker();
            } catch (IOException e) {
                endWorker();
            }
        }

        private synchronized void endWorker() {
            if (over) {
                return;
            }
            worker.interrupt();
            long deadline = System.nanoTime() + GRACE.toNanos();
            try {
                for (long left = GRACE.toNanos(); left > 0 && !over; left = deadline - System.nanoTime()) {
                    wait(left / 1_000_000 + 1);
                }
            } catch (InterruptedException e) {
                interrupt();
            }
            if (!over) {
                Runtime.getRuntime().halt(ABANDONED);
            }
        }

        /** The worker has done its work, and is interrupted no more. */
        synchronized void end() {
            over = true;
            notifyAll();
            Thread.interrupted(); // the next one shall not see it
        }
    }
}
