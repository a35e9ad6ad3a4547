// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Serves one port for the guest's whole life: hello, a command, its bytes, its end, the next one. A read that returns
 * nothing means that no host program has the port open: whatever runs is then killed.
 */
final class PortLoop implements Runnable {
    private static final int SHORTEST_PAUSE_MILLIS = 10;
    private static final int LONGEST_PAUSE_MILLIS = 100;

    private final String name;
    private final Path node;
    private final IdleClock idle;
    private final Standbys standbys;
    private @Nullable GuestProcess process;

    PortLoop(String name, Path node, IdleClock idle, Standbys standbys) {
        this.name = name;
        this.node = node;
        this.idle = idle;
        this.standbys = standbys;
    }

    @Override
    public void run() {
        // one descriptor for both directions: the kernel lets a port be opened once
        try (RandomAccessFile port = new RandomAccessFile(node.toFile(), "rw");
                InputStream in = new FileInputStream(port.getFD());
                OutputStream out = new FileOutputStream(port.getFD())) {
            int pause = SHORTEST_PAUSE_MILLIS;
            while (true) {
                try {
                    serve(Message.read(in), out);
                    pause = SHORTEST_PAUSE_MILLIS;
                } catch (MalformedMessageException e) {
                    endProcess();
                    discard(in);
                } catch (IOException e) {
                    endProcess();
                    Thread.sleep(pause);
                    pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
                }
            }
        } catch (IOException | InterruptedException e) {
            System.err.println("vcam agent: " + name + ": " + e);
        }
    }

    private void serve(Message message, OutputStream out) throws IOException {
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

    private static void discard(InputStream in) throws IOException {
        byte[] rubbish = new byte[4096];
        int count = in.read(rubbish);
        while (count > 0) {
            count = in.read(rubbish);
        }
    }
}
