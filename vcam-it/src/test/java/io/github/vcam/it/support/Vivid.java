// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import io.github.vcam.v4l2.sys.V4l2;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel's own test camera: another driver that exports its buffers. Debian 12's kernel has no udmabuf. */
public final class Vivid {
    private static final int NUMBER = 60;
    public static final String NODE = "/dev/video" + NUMBER;

    private Vivid() {}

    /** Makes sure that it is there, as a camera alone. */
    public static void load() {
        if (!Files.exists(Path.of("/sys/module/vivid"))) {
            Programs.callAsRoot("modprobe", "vivid", "n_devs=1", "node_types=0x1", "vid_cap_nr=" + NUMBER);
        }
        KernelModule.awaitNode(NODE);
    }

    public static void unload() {
        Programs.callAsRoot("modprobe", "-r", "vivid");
    }

    /** Opens it, loading it first where no test class has done so. */
    public static Node open() {
        load();
        return Node.open(NODE, V4l2.O_RDWR);
    }

    /** Dma-bufs of this size, which outlive the queue that they come from. */
    static int[] export(int size, int count) {
        int[] descriptors = new int[count];
        try (Node node = open()) {
            int first = Node.must("CREATE_BUFS of vivid", node.createBuffers(Side.CAPTURE, count, size));
            for (int i = 0; i < count; i++) {
                descriptors[i] = Node.must("EXPBUF of vivid", node.export(Side.CAPTURE, first + i));
            }
        }
        return descriptors;
    }
}
