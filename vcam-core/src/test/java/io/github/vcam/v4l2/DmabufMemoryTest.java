// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.Ioctl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DmabufMemoryTest {
    private static final int SIZE = 640 * 480 * 2;

    private final FakeDevice fake = new FakeDevice();

    @TempDir
    Path classes;

    private BufferQueue open(VideoDevice device) {
        return BufferQueue.open(device, Direction.OUTPUT, MemoryKind.DMABUF, 3);
    }

    @Test
    void bufferTravels_thisProcessTouchesItOnlyInBetween() {
        fake.dmabufs.hasUdmabuf = true;
        try (VideoDevice device = fake.open(Direction.OUTPUT);
                BufferQueue queue = open(device)) {
            queue.start();
            assertThat(fake.dmabufs.brackets).isEqualTo(3);
            queue.enqueue(0, SIZE, 0);
            fake.giveBack(1);
            assertThat(queue.dequeue()).isZero();
            queue.enqueue(0, SIZE, 0);
            assertThat(fake.dmabufs.brackets).isEqualTo(6);
        }
        assertThat(fake.dmabufs.brackets).isEqualTo(8);
        assertThat(fake.openFiles + fake.mappings + fake.dmabufs.open()).isZero();
    }

    @Test
    void nobodyMakesDmabufs_theErrorTellsWhoWasAsked() throws IOException {
        Files.createDirectory(classes.resolve("video10"));
        Files.createDirectory(classes.resolve("video11"));
        fake.finder = new NodeFinder(classes, Path.of("/dev"));
        try (VideoDevice device = fake.open(Direction.OUTPUT)) {
            assertThatThrownBy(() -> open(device))
                    .isInstanceOfSatisfying(
                            VcamException.class, e -> assertThat(e.code()).isEqualTo(CoreError.DMABUF_UNAVAILABLE))
                    .hasMessageContaining(
                            "No dma-buf of 614400 bytes is to be had for /dev/video10 (/dev/udmabuf: ENOENT,"
                                    + " /dev/dma_heap/system: ENOENT, /dev/video11: EBUSY)");
        }
        assertThat(fake.openFiles + fake.mappings).isZero();
    }

    @Test
    void anotherNodeExports_itsBuffersAreUsedAndItIsLetGo() throws IOException {
        Files.createDirectory(classes.resolve("video11"));
        fake.finder = new NodeFinder(classes, Path.of("/dev"));
        fake.dmabufs.exports = true;
        try (VideoDevice device = fake.open(Direction.OUTPUT);
                BufferQueue queue = open(device)) {
            assertThat(fake.dmabufs.open()).isEqualTo(3);
            assertThat(fake.openFiles).isEqualTo(1);
            assertThat(queue.memory(2).capacity()).isEqualTo(SIZE);
        }
        assertThat(fake.dmabufs.open()).isZero();
    }

    @Test
    void pagesAreLarge_buffersAreWholeOnes() {
        fake.dmabufs.hasUdmabuf = true;
        fake.dmabufs.pageSize = 65_536;
        try (VideoDevice device = fake.open(Direction.OUTPUT);
                BufferQueue queue = open(device)) {
            assertThat(queue.memory(0).capacity()).isEqualTo(SIZE);
            assertThat(fake.dmabufs.open()).isEqualTo(3);
        }
    }

    @Test
    void accessIsRefused_nothingIsLeft() {
        fake.dmabufs.hasHeap = true;
        fake.fail(Ioctl.DMA_BUF_IOCTL_SYNC, Errno.EIO);
        try (VideoDevice device = fake.open(Direction.OUTPUT)) {
            assertThatThrownBy(() -> open(device))
                    .hasMessageContaining("DMA_BUF_IOCTL_SYNC on a dma-buf for /dev/video10: EIO");
        }
        assertThat(fake.openFiles + fake.mappings + fake.dmabufs.open()).isZero();
    }
}
