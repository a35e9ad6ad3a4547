// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Carries one output stream of a program to the host, each piece at once. */
final class OutputPump implements Runnable {
    /** So long a background child that holds the stream may be silent after its program's end. */
    private static final long SILENCE_MILLIS = 1000;

    private final MessageType type;
    private final InputStream in;
    private final GuestProcess owner;
    private final Process process;
    private final Thread thread;
    private volatile boolean sending;
    private final AtomicLong pieces = new AtomicLong();

    private OutputPump(MessageType type, InputStream in, GuestProcess owner, Process process) {
        this.type = type;
        this.in = in;
        this.owner = owner;
        this.process = process;
        this.thread = new Thread(this, Thread.currentThread().getName() + "-" + type);
    }

    static OutputPump start(MessageType type, InputStream in, GuestProcess owner, Process process) {
        OutputPump pump = new OutputPump(type, in, owner, process);
        pump.thread.setDaemon(true);
        pump.thread.start();
        return pump;
    }

    @Override
    public void run() {
        byte[] piece = new byte[Message.STREAM_CHUNK];
        try {
            for (int count = read(process, in, piece);
                    count >= 0 && !Thread.interrupted();
                    count = read(process, in, piece)) {
                sending = true;
                owner.send(Message.of(type, piece, count));
                pieces.incrementAndGet();
                sending = false;
            }
        } catch (IOException e) {
            return; // the stream was closed under us: the program is gone
        }
    }

    /** At a program's end the JDK swaps the stream for what was left in the pipe; a read may fall between. */
    static int read(Process process, InputStream in, byte[] piece) throws IOException {
        try {
            return in.read(piece);
        } catch (IOException e) {
            if (process.isAlive()) {
                throw e;
            }
            return in.read(piece);
        }
    }

    /** Waits until all was sent, or until only a silent background child still holds the stream. */
    void finish() throws InterruptedException {
        long seen = -1;
        while (thread.isAlive() && (sending || seen != pieces.get())) {
            seen = pieces.get();
            thread.join(SILENCE_MILLIS);
        }
        thread.interrupt();
    }
}
