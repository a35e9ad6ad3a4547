// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.agent.Message;
import io.github.vcam.agent.MessageType;
import io.github.vcam.runtime.process.FileLocks;
import io.github.vcam.runtime.process.Pause;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One port of the guest, owned: its lock, its socket, and an agent that has answered. QEMU serves one client per socket
 * and lets a second one hang, hence the lock. One thread reads, any writes.
 */
final class GuestPort implements AutoCloseable {
    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(400);
    private static final int NONCE_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final FileLocks.Held lock;
    private final SocketChannel socket;
    private final Selector readable;

    private GuestPort(FileLocks.Held lock, SocketChannel socket, Selector readable) {
        this.lock = lock;
        this.socket = socket;
        this.readable = readable;
    }

    /**
     * Takes the port when it is free.
     *
     * @param patience how long the agent may take to answer
     * @param attempts how often it is asked; asking again mends a port whose last owner died in the middle of a message
     * @throws GuestSilentException when the agent does not answer
     * @throws IOException when there is no guest
     */
    static Optional<GuestPort> tryOpen(RuntimeDirectory runtime, int number, Duration patience, int attempts)
            throws IOException {
        Optional<FileLocks.Held> lock = FileLocks.tryLock(runtime.lock(number));
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        boolean opened = false;
        try {
            GuestPort port = answering(lock.get(), runtime, number, patience, attempts);
            opened = true;
            return Optional.of(port);
        } finally {
            if (!opened) {
                lock.get().close();
            }
        }
    }

    private static GuestPort answering(
            FileLocks.Held lock, RuntimeDirectory runtime, int number, Duration patience, int attempts)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            GuestPort port = connect(lock, runtime, number, patience);
            try {
                port.greet(patience);
                return port;
            } catch (GuestSilentException e) {
                port.disconnect();
                if (attempt >= attempts || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                Pause.of(RECONNECT_PAUSE); // so that the agent sees that nobody is there
            } catch (IOException e) {
                port.disconnect();
                throw e;
            }
        }
    }

    private static GuestPort connect(FileLocks.Held lock, RuntimeDirectory runtime, int number, Duration patience)
            throws IOException {
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        // while QEMU takes no more a connection waits without end
        CompletableFuture<Void> limit = CompletableFuture.runAsync(
                () -> close(socket), CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS));
        try {
            socket.connect(UnixDomainSocketAddress.of(runtime.socket(number)));
            socket.configureBlocking(false);
            Selector readable = Selector.open();
            socket.register(readable, SelectionKey.OP_READ);
            return new GuestPort(lock, socket, readable);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (AsynchronousCloseException e) {
            throw new GuestSilentException("QEMU took no connection within " + patience.toSeconds() + " s");
        } catch (IOException e) {
            socket.close();
            throw e;
        } finally {
            limit.cancel(false);
        }
    }

    private static void close(SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nobody hears it
        }
    }

    /** Says hello and skips whatever an earlier session left, up to the answer. */
    private void greet(Duration patience) throws IOException {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] hello = new Message(MessageType.HELLO, nonce).bytes();
        write(hello);
        long deadline = System.nanoTime() + patience.toNanos();
        ByteBuffer one = ByteBuffer.allocate(1);
        byte[] window = new byte[hello.length];
        while (!java.util.Arrays.equals(window, hello)) {
            one.clear();
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            int count = left.isNegative() ? 0 : read(one, left);
            if (count < 0) {
                throw new EOFException("the guest hung up");
            }
            if (count == 0 && (left.isNegative() || Thread.currentThread().isInterrupted())) {
                throw new GuestSilentException("no answer after " + patience.toSeconds() + " s");
            }
            if (count > 0) {
                System.arraycopy(window, 1, window, 0, window.length - 1);
                window[window.length - 1] = one.get(0);
            }
        }
    }

    /**
     * Reads what is there, waiting for at most the given time.
     *
     * @return how much; 0 when the time went by or the thread is interrupted; -1 at the end
     */
    int read(ByteBuffer into, Duration patience) throws IOException {
        int count = socket.read(into);
        if (count == 0) {
            readable.select(Math.max(1, Math.min(patience.toMillis(), Integer.MAX_VALUE)));
            readable.selectedKeys().clear();
            count = socket.read(into);
        }
        return count;
    }

    /** Writes all of it, waiting while the guest takes nothing; closing the port ends the wait. */
    synchronized void write(byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        socket.write(left);
        if (left.hasRemaining()) {
            try (Selector writable = Selector.open()) {
                socket.register(writable, SelectionKey.OP_WRITE);
                while (left.hasRemaining()) {
                    writable.select(1000);
                    writable.selectedKeys().clear();
                    socket.write(left);
                }
            }
        }
    }

    private void disconnect() throws IOException {
        readable.close();
        socket.close();
    }

    /** Ends the session; what still runs for it in the guest is killed there. */
    @Override
    public void close() throws IOException {
        try (lock) {
            disconnect();
        }
    }
}
