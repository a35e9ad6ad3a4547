// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A port of the place where the camera is, on its loopback alone, for a server that is somewhere else: what programs send to
 * it is told as {@link WorkerEvent.Relayed}, and what is answered comes by {@link #send}. A place without a network has one
 * so. A thread takes connections, and one reads from each.
 */
final class Relay implements AutoCloseable {
    private static final int PIECE = 16 << 10;
    private static final int BACKLOG = 50;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final ServerSocket server;
    private final PrintStream out;
    private final Map<Long, Socket> connections = new ConcurrentHashMap<>();

    private Relay(ServerSocket server, PrintStream out) {
        this.server = server;
        this.out = out;
    }

    /**
     * Begins; fails with CONTROL_PORT_BUSY when the port is another program's.
     *
     * @param port where programs find it
     * @param out gets the events
     */
    static Relay listen(int port, PrintStream out) {
        try {
            ServerSocket server = new ServerSocket(port, BACKLOG, InetAddress.getByAddress(LOOPBACK));
            Relay relay = new Relay(server, out);
            daemon("relay", relay::accept);
            return relay;
        } catch (IOException e) {
            throw new VcamException(
                    RuntimeError.CONTROL_PORT_BUSY,
                    "listening on 127.0.0.1:" + port + " beside the camera: " + e.getMessage(),
                    e);
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        for (long number = 1; !server.isClosed(); number++) {
            long connection = number;
            try {
                Socket socket = server.accept();
                connections.put(connection, socket);
                daemon("relay " + connection, () -> read(connection, socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    System.err.println("relaying: " + e);
                }
            }
        }
    }

    private void read(long connection, Socket socket) {
        byte[] piece = new byte[PIECE];
        try {
            InputStream in = socket.getInputStream();
            for (int count = in.read(piece); count > 0; count = in.read(piece)) {
                tell(connection, Arrays.copyOf(piece, count));
            }
        } catch (IOException e) {
            // it is gone, which is told
        }
        tell(connection, new byte[0]);
    }

    private void tell(long connection, byte[] bytes) {
        out.println(new WorkerEvent.Relayed(connection, Base64.getEncoder().encodeToString(bytes)).toJson());
    }

    /** Gives bytes, in Base64, to the program that made the connection; none ends it. */
    void send(long connection, String bytes) {
        Socket socket = bytes.isEmpty() ? connections.remove(connection) : connections.get(connection);
        if (socket == null) {
            return;
        }
        try {
            if (bytes.isEmpty()) {
                socket.close();
            } else {
                socket.getOutputStream().write(Base64.getDecoder().decode(bytes));
            }
        } catch (IOException e) {
            connections.remove(connection); // the program has gone
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : connections.values()) {
                socket.close();
            }
        } catch (IOException e) {
            System.err.println("relaying: " + e);
        }
    }
}
