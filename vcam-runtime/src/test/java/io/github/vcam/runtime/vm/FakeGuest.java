// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.agent.Message;
import io.github.vcam.agent.MessageType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The other end of a port, without QEMU and agent: one client after the other, each served as a test says. */
final class FakeGuest implements AutoCloseable {
    /** What it does with a client. */
    @FunctionalInterface
    interface Service {
        void serve(InputStream in, OutputStream out) throws Exception;
    }

    private final ServerSocketChannel server;
    private final Thread thread;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final List<SocketChannel> clients = Collections.synchronizedList(new ArrayList<>());

    private FakeGuest(ServerSocketChannel server, List<Service> services) {
        this.server = server;
        this.thread = new Thread(() -> run(services), "fake guest");
        thread.setDaemon(true);
        thread.start();
    }

    static FakeGuest at(Path socket, Service... services) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        return new FakeGuest(server, List.of(services));
    }

    /** One that greets as the agent does and then serves a command. */
    static FakeGuest greeting(Path socket, Service service) throws IOException {
        return at(socket, (in, out) -> {
            Message.read(in).write(out);
            service.serve(in, out);
        });
    }

    /** Reads frames up to one of this type, which comes back. */
    static Message expect(InputStream in, MessageType type) throws IOException {
        Message frame = Message.read(in);
        while (frame.type() != type) {
            frame = Message.read(in);
        }
        return frame;
    }

    private void run(List<Service> services) {
        try {
            for (Service service : services) {
                SocketChannel client = server.accept();
                clients.add(client);
                service.serve(Channels.newInputStream(client), Channels.newOutputStream(client));
            }
            done.complete(null);
        } catch (Exception | AssertionError e) {
            done.completeExceptionally(e);
        }
    }

    /** How many clients came. */
    int served() {
        return clients.size();
    }

    /** Waits until all was served, and fails if something in it did. */
    void finish() throws ExecutionException, InterruptedException, TimeoutException {
        done.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel client : clients) {
            client.close();
        }
        thread.interrupt();
    }
}
