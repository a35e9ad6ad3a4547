// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.exec.ExecuteStreamHandler;

/**
 * Carries a process's three streams, each chunk flushed at once. When the process has ended, output still in the pipes
 * is carried to its end, but a pipe that some left-over process merely holds open is given up.
 */
final class StreamPumps implements ExecuteStreamHandler {
    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final int CHUNK = 64 * 1024;

    private final CommandStreams streams;
    private final List<Pump> outputs = new ArrayList<>();
    private final List<Pump> inputs = new ArrayList<>();

    StreamPumps(CommandStreams streams) {
        this.streams = streams;
    }

    @Override
    public void setProcessInputStream(OutputStream stdin) {
        inputs.add(new Pump(streams.stdin(), stdin, true));
    }

    @Override
    public void setProcessOutputStream(InputStream stdout) {
        outputs.add(new Pump(stdout, streams.stdout(), false));
    }

    @Override
    public void setProcessErrorStream(InputStream stderr) {
        outputs.add(new Pump(stderr, streams.stderr(), false));
    }

    @Override
    public void start() {
        outputs.forEach(Thread::start);
        inputs.forEach(Thread::start);
    }

    @Override
    public void stop() throws IOException {
        inputs.forEach(Thread::interrupt); // one that waits for a terminal is left to wait; it is a daemon
        try {
            for (Pump pump : outputs) {
                pump.awaitEnd();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Pump extends Thread {
        private final InputStream from;
        private final OutputStream to;
        private final boolean closing;
        private volatile long lastMoved = System.nanoTime();
        private volatile boolean delivering;

        Pump(InputStream from, OutputStream to, boolean closing) {
            super("vcam stream");
            this.from = from;
            this.to = to;
            this.closing = closing;
            setDaemon(true);
        }

        @Override
        public void run() {
            byte[] chunk = new byte[CHUNK];
            try {
                for (int count = from.read(chunk); count >= 0; count = from.read(chunk)) {
                    delivering = true;
                    to.write(chunk, 0, count);
                    to.flush();
                    delivering = false;
                    lastMoved = System.nanoTime();
                }
            } catch (IOException e) {
                // the other end is gone: the process's exit status tells the story
            } finally {
                delivering = false;
                close();
            }
        }

        private void close() {
            try {
                if (closing) {
                    to.close();
                }
            } catch (IOException e) {
                // already closed from the other side
            }
        }

        void awaitEnd() throws InterruptedException {
            long from = System.nanoTime();
            do {
                join(100);
            } while (isAlive() && (delivering || System.nanoTime() - Math.max(lastMoved, from) < SILENCE.toNanos()));
        }
    }
}
