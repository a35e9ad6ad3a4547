// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.V4l2;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Buffers that the kernel made and the program mapped. */
final class MappedBuffers implements Buffers {
    private final List<NativeMemory> memory = new ArrayList<>();

    private MappedBuffers() {}

    /** Asks for so many, and takes what it gets. */
    static MappedBuffers request(Node node, Side side, int count) {
        MappedBuffers buffers = new MappedBuffers();
        int given = Node.must("REQBUFS", node.requestBuffers(side, count));
        for (int i = 0; i < given; i++) {
            buffers.memory.add(node.map(side, i));
        }
        return buffers;
    }

    @Override
    public int kind() {
        return V4l2.V4L2_MEMORY_MMAP;
    }

    @Override
    public int count() {
        return memory.size();
    }

    @Override
    public ByteBuffer bytes(int index) {
        return memory.get(index).bytes();
    }

    @Override
    public int queue(Node node, Side side, int index, int bytesUsed) {
        return node.queue(side, index, bytesUsed);
    }

    @Override
    public void closeWith(Node node) {
        memory.forEach(node::unmap);
        node.close();
    }
}
