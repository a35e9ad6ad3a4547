// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.cameras;

import com.sun.net.httpserver.HttpServer;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** A port of this machine's loopback at which cameras are directed by HTTP. */
final class ControlServer implements AutoCloseable {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int BACKLOG = 50;

    private final HttpServer server;
    private final ControlGuard guard = new ControlGuard();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "control");
        thread.setDaemon(true);
        return thread;
    });

    private final AtomicBoolean closed = new AtomicBoolean();

    private ControlServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Takes the port; nobody is answered yet. Fails with CONTROL_PORT_BUSY.
     *
     * @param port 0 for any that is free
     */
    static ControlServer bind(int port) {
        try {
            System.setProperty("sun.net.httpserver.nodelay", "true"); // else each answer comes 40 ms later
            return new ControlServer(
                    HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG));
        } catch (IOException e) {
            throw new VcamException(
                    RuntimeError.CONTROL_PORT_BUSY,
                    "listening on 127.0.0.1:" + port + " for the control of cameras: " + e.getMessage(),
                    e);
        }
    }

    ControlGuard guard() {
        return guard;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Where it is, with the token: whoever has this URL may direct the cameras. */
    String url() {
        return "http://127.0.0.1:" + port() + "/" + guard.token();
    }

    void answer(ControlHandler handler) {
        server.createContext("/", handler);
        server.setExecutor(threads);
        server.start();
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            server.stop(0);
            threads.shutdownNow();
        }
    }
}
