// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import io.github.vcam.error.VcamException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The frame around a worker: it fails in JSON, and ends when its standard input does. */
final class WorkerProcess {
    /** What the worker does. */
    @FunctionalInterface
    interface Body {
        void run(PrintStream out) throws Exception;
    }

    private static final int EXPECTED_FAILURE = 1;
    private static final int UNEXPECTED_FAILURE = 2;
    private static final int ABANDONED = 3;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private WorkerProcess() {}

    /** Runs the body and ends this process. */
    static void run(Body body) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err); // libraries must not speak into the protocol
        endWithInput(Thread.currentThread());
        System.exit(status(body, out));
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

    private static void endWithInput(Thread worker) {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // whoever started us is still there
                        }
                        worker.interrupt();
                        Thread.sleep(GRACE.toMillis());
                    } catch (IOException | InterruptedException e) {
                        worker.interrupt();
                    }
                    Runtime.getRuntime().halt(ABANDONED);
                },
                "standard input");
        watch.setDaemon(true);
        watch.start();
    }
}
