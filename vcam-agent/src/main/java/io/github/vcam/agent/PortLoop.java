// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Serves one port for the guest's whole life: hello, a command, its bytes, its end, the next one. A read that returns
 * nothing means that no host program has the port open: whatever runs is then killed, and the doorman waits for the next.
 */
final class PortLoop implements Runnable, Doorman.Door, AutoCloseable {
    private final String name;
    private final RandomAccessFile port;
    private final PushbackInputStream in;
    private final OutputStream out;
    private final IdleClock idle;
    private final Standbys standbys;
    private final Doorman doorman;
    private final Semaphore visits = new Semaphore(0);
    private @Nullable GuestProcess process;

    PortLoop(String name, Path node, IdleClock idle, Standbys standbys, Doorman doorman) throws IOException {
        this.name = name;
        this.idle = idle;
        this.standbys = standbys;
        this.doorman = doorman;
        // one descriptor for both directions: the kernel lets a port be opened once
        port = new RandomAccessFile(node.toFile(), "rw");
        in = new PushbackInputStream(new FileInputStream(port.getFD()));
        out = new FileOutputStream(port.getFD());
    }

    @Override
    public boolean isKnocked() throws IOException {
        int first = in.read();
        if (first >= 0) {
            in.unread(first);
        }
        return first >= 0;
    }

    @Override
    public void open() {
        visits.release();
    }

    @Override
    public void run() {
        try {
            while (true) {
                doorman.watch(this);
                visits.acquire();
                serve();
            }
        } catch (InterruptedException e) {
            System.err.println("vcam agent: " + name + ": " + e);
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        try {
            while (true) {
                serve(Message.read(in));
            }
        } catch (IOException e) {
            endProcess();
            if (e instanceof MalformedMessageException) {
                discard();
            }
        }
    }

    private void serve(Message message) throws IOException {
        GuestProcess current = process;
        if (message.type() == MessageType.HELLO) {
            endProcess();
            message.write(out);
        } else if (message.type() == MessageType.COMMAND) {
            endProcess();
            process = new GuestProcess(CommandRequest.from(message), out, idle, standbys);
            process.start();
        } else if (current == null) {
            return; // input that came after its program's end
        } else if (message.type() == MessageType.STDIN) {
            current.offerInput(message.payload());
        } else if (message.type() == MessageType.STDIN_END) {
            current.endInput();
        } else if (message.type() == MessageType.CANCEL) {
            current.cancel();
        }
    }

    /** Nothing of the last command writes to the port after this. */
    private void endProcess() {
        GuestProcess current = process;
        if (current != null) {
            current.abandon();
            current.awaitEnd();
            process = null;
        }
    }

    /** To the end of what this visitor sends. */
    private void discard() {
        byte[] rubbish = new byte[4096];
        try {
            int count = in.read(rubbish);
            while (count > 0) {
                count = in.read(rubbish);
            }
        } catch (IOException e) {
            System.err.println("vcam agent: " + name + ": " + e);
        }
    }

    @Override
    public void close() throws IOException {
        port.close();
    }
}
