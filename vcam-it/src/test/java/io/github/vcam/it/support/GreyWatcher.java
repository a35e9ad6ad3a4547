// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A consumer on a thread of its own that says which of {@link Greys} each of its frames was. It takes them as quickly as it
 * can, or slowly and out of a long queue, or by read().
 */
public final class GreyWatcher implements AutoCloseable {
    private static final int POLL_MILLIS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Integer> seen = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Node node;
    private final FrameFormat format;
    private final int buffers;
    private final Duration rest;
    private final Thread thread;
    private volatile boolean ended;

    /**
     * @param path the camera's node
     * @param format of its frames, luminance first
     * @param buffers how many its queue has; without one it calls read()
     * @param rest how long it sleeps after each frame
     */
    public GreyWatcher(String path, FrameFormat format, int buffers, Duration rest) {
        this.node = Node.open(path, V4l2.O_RDWR | V4l2.O_NONBLOCK);
        this.format = format;
        this.buffers = buffers;
        this.rest = rest;
        this.thread = new Thread(this::watch, "watcher");
        thread.start();
    }

    private void watch() {
        try {
            if (buffers == 0) {
                read();
            } else {
                stream();
            }
        } catch (Throwable e) {
            failure.set(e);
        }
    }

    private void read() throws InterruptedException {
        NativeMemory memory = SystemCalls.host().allocate(format.sizeImage());
        while (!ended) {
            if (node.poll(V4l2.POLLIN, Duration.ofMillis(POLL_MILLIS)) != 0 && node.read(memory, memory.length()) > 0) {
                see(memory);
            }
            Thread.sleep(rest.toMillis());
        }
    }

    private void stream() throws InterruptedException {
        Node.must("REQBUFS", node.requestBuffers(Side.CAPTURE, buffers));
        List<NativeMemory> memory = new ArrayList<>();
        for (int i = 0; i < buffers; i++) {
            memory.add(node.map(Side.CAPTURE, i));
            Node.must("QBUF", node.queue(Side.CAPTURE, i, 0));
        }
        Node.must("STREAMON", node.streamOn(Side.CAPTURE));
        Buffer buffer = new Buffer();
        while (!ended) {
            if (node.poll(V4l2.POLLIN, Duration.ofMillis(POLL_MILLIS)) != 0) {
                Node.must("DQBUF", node.dequeue(Side.CAPTURE, buffer));
                see(memory.get(buffer.index()));
                Node.must("QBUF", node.queue(Side.CAPTURE, buffer.index(), 0));
            }
            Thread.sleep(rest.toMillis());
        }
        memory.forEach(node::unmap);
    }

    private void see(NativeMemory frame) {
        int middle = format.width() * (format.height() / 2) + format.width() / 2;
        int picture = Greys.ofLuminance(frame.bytes().get(middle) & 0xff);
        synchronized (seen) {
            seen.add(picture);
            seen.notifyAll();
        }
    }

    /** How many frames it has got. */
    public int count() {
        assertThat(failure.get()).isNull();
        synchronized (seen) {
            return seen.size();
        }
    }

    /** Waits until it has got more than so many. */
    public void awaitMore(int than) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (seen) {
            while (seen.size() <= than && failure.get() == null && System.nanoTime() - deadline < 0) {
                seen.wait(100);
            }
        }
        assertThat(count()).isGreaterThan(than);
    }

    /** What was on the frames after the first so many. */
    public List<Integer> since(int mark) {
        synchronized (seen) {
            return List.copyOf(seen.subList(mark, seen.size()));
        }
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        node.close();
        assertThat(failure.get()).isNull();
    }
}
