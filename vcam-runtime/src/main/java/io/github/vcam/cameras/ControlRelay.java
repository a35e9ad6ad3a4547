// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.cameras;

import io.github.vcam.runtime.OwnCamera;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects programs beside the cameras, in a micro-VM that has no network, with a port of this machine's loopback. Two
 * threads for each connection.
 */
final class ControlRelay implements OwnCamera.Relaying {
    private static final Logger LOG = LoggerFactory.getLogger(ControlRelay.class);
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int PIECE = 16 << 10;
    private static final byte[] END = new byte[0];

    private final int port;
    private final BiConsumer<Long, String> answer;
    private final Map<Long, BlockingQueue<byte[]>> connections = new ConcurrentHashMap<>();

    /**
     * A relay.
     *
     * @param port of the server here
     * @param answer sends what it says, in Base64, to the program at the other end of a connection
     */
    ControlRelay(int port, BiConsumer<Long, String> answer) {
        this.port = port;
        this.answer = answer;
    }

    @Override
    public void accept(long connection, String bytes) {
        byte[] piece = Base64.getDecoder().decode(bytes);
        if (piece.length == 0) {
            BlockingQueue<byte[]> ended = connections.remove(connection);
            if (ended != null) {
                ended.add(END);
            }
        } else {
            connections.computeIfAbsent(connection, this::connect).add(piece);
        }
    }

    private BlockingQueue<byte[]> connect(long connection) {
        BlockingQueue<byte[]> said = new LinkedBlockingQueue<>();
        daemon(connection + " out", () -> talk(connection, said));
        return said;
    }

    private void talk(long connection, BlockingQueue<byte[]> said) {
        try (Socket socket = new Socket(InetAddress.getByAddress(LOOPBACK), port)) {
            socket.setTcpNoDelay(true);
            daemon(connection + " in", () -> listen(connection, socket));
            for (byte[] piece = said.take(); piece.length > 0; piece = said.take()) {
                socket.getOutputStream().write(piece);
            }
        } catch (IOException e) {
            LOG.debug("relayed connection {}", connection, e);
            end(connection);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(long connection, Socket socket) {
        byte[] piece = new byte[PIECE];
        try {
            InputStream in = socket.getInputStream();
            for (int count = in.read(piece); count > 0; count = in.read(piece)) {
                answer.accept(connection, Base64.getEncoder().encodeToString(Arrays.copyOf(piece, count)));
            }
        } catch (IOException e) {
            LOG.debug("relayed connection {}", connection, e);
        }
        end(connection);
    }

    private void end(long connection) {
        answer.accept(connection, "");
        BlockingQueue<byte[]> ended = connections.remove(connection);
        if (ended != null) {
            ended.add(END);
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, "relay " + name);
        thread.setDaemon(true);
        thread.start();
    }
}
