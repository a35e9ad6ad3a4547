// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import java.util.ArrayList;
import java.util.List;

/** A queue of mapped buffers, moved step by step. All its mappings stay until it is closed, whatever becomes of the buffers. */
public final class MappedQueue implements AutoCloseable {
    private final Node node;
    private final Side side;
    private final List<NativeMemory> mapped = new ArrayList<>();
    private List<NativeMemory> memory = List.of();
    private boolean open = true;

    private MappedQueue(Node node, Side side) {
        this.node = node;
        this.side = side;
    }

    /** A queue without buffers. Takes over the node. */
    public static MappedQueue of(Node node, Side side) {
        return new MappedQueue(node, side);
    }

    /** A queue of this format with buffers, which nobody has queued yet. */
    public static MappedQueue open(String path, Side side, FrameFormat format, int count) {
        MappedQueue queue = of(Node.open(path, V4l2.O_RDWR), side);
        try {
            Node.must("S_FMT", queue.node.setFormat(side, format));
            queue.request(count);
            return queue;
        } catch (RuntimeException | AssertionError e) {
            queue.close();
            throw e;
        }
    }

    /** Asks for buffers and maps them, in the place of those that it had. */
    public void request(int count) {
        int given = Node.must("REQBUFS", node.requestBuffers(side, count));
        memory = new ArrayList<>();
        for (int i = 0; i < given; i++) {
            NativeMemory buffer = node.map(side, i);
            memory.add(buffer);
            mapped.add(buffer);
        }
    }

    public Node node() {
        return node;
    }

    public List<NativeMemory> memory() {
        return List.copyOf(memory);
    }

    public NativeMemory memory(int index) {
        return memory.get(index);
    }

    public void queue(int index, int bytesUsed) {
        Node.must("QBUF", node.queue(side, index, bytesUsed));
    }

    /** Queues every buffer and streams. */
    public void start() {
        for (int i = 0; i < memory.size(); i++) {
            queue(i, 0);
        }
        Node.must("STREAMON", node.streamOn(side));
    }

    /** The next buffer, which has to come. */
    public Buffer dequeue() {
        int event = side == Side.CAPTURE ? V4l2.POLLIN : V4l2.POLLOUT;
        assertThat(node.poll(event, Consumer.PATIENCE)).as("poll for a buffer").isEqualTo(event);
        Buffer buffer = new Buffer();
        Node.must("DQBUF", node.dequeue(side, buffer));
        return buffer;
    }

    public void stop() {
        Node.must("STREAMOFF", node.streamOff(side));
    }

    /** Gives the buffers up (V4L2: they are orphaned): the mappings stay. */
    public void orphan() {
        Node.must("REQBUFS", node.requestBuffers(side, 0));
    }

    /** Closes the file alone. */
    public void closeNode() {
        open = false;
        node.close();
    }

    @Override
    public void close() {
        mapped.forEach(node::unmap);
        if (open) {
            closeNode();
        }
    }
}
