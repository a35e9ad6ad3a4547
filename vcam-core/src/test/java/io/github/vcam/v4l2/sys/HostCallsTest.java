// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.vcam.v4l2.sys.layout.Capability;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real calls, on a plain file: that arguments, results and errno arrive. */
class HostCallsTest {
    private static final int SIZE = 10_000;

    private final SystemCalls calls = SystemCalls.host();

    @TempDir
    Path directory;

    private Path file;
    private int fd;

    @BeforeEach
    void open() throws IOException {
        file = Files.write(directory.resolve("file"), new byte[SIZE]);
        fd = calls.open(file.toString(), V4l2.O_RDWR | V4l2.O_CLOEXEC);
    }

    @AfterEach
    void close() {
        calls.close(fd);
    }

    @Test
    void memoryIsWritten_fileHasIt() throws IOException {
        NativeMemory memory = calls.allocate(SIZE);
        memory.bytes().put(SIZE - 1, (byte) 42);

        assertThat(memory.address() % calls.pageSize()).isZero();
        assertThat(calls.write(fd, memory, SIZE)).isEqualTo(SIZE);
        assertThat(Files.readAllBytes(file)[SIZE - 1]).isEqualTo((byte) 42);
        assertThat(calls.read(fd, memory, SIZE)).isZero();
        calls.free(memory);
    }

    @Test
    void fileIsMapped_bothSeeTheSameBytes() throws IOException {
        NativeMemory mapping = calls.mmap(fd, SIZE, V4l2.PROT_READ | V4l2.PROT_WRITE, 0);
        mapping.bytes().put(5, (byte) 7);

        assertThat(calls.munmap(mapping)).isZero();
        assertThat(Files.readAllBytes(file)[5]).isEqualTo((byte) 7);
    }

    @Test
    void memoryFileIsMade_itIsMappedAndCannotShrink() throws IOException {
        int memory = calls.createMemoryFile("test", SIZE);
        NativeMemory mapping = calls.mmap(memory, SIZE, V4l2.PROT_READ | V4l2.PROT_WRITE, 0);
        mapping.bytes().put(SIZE - 1, (byte) 9);
        Path link = Path.of("/proc/self/fd/" + memory);

        assertThat(Files.readAllBytes(link)).hasSize(SIZE).endsWith(9);
        assertThatThrownBy(() -> Files.newOutputStream(link, StandardOpenOption.TRUNCATE_EXISTING))
                .isInstanceOf(IOException.class);
        calls.munmap(mapping);
        calls.close(memory);
    }

    @Test
    void pageSize_isTheKernels() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/smaps")).stream()
                .filter(each -> each.startsWith("KernelPageSize:"))
                .findFirst()
                .orElseThrow();

        assertThat(line.replaceAll("\\D", "")).isEqualTo(String.valueOf(calls.pageSize() / 1024));
    }

    @Test
    void callsFail_errnoComesBack() {
        assertThat(calls.open("/nowhere/at/all", V4l2.O_RDWR)).isEqualTo(-Errno.ENOENT);
        assertThat(calls.ioctl(fd, Ioctl.VIDIOC_QUERYCAP, new Capability())).isEqualTo(-Errno.ENOTTY);
        assertThat(calls.close(-1)).isNegative();
        assertThatThrownBy(() -> calls.mmap(-1, SIZE, V4l2.PROT_READ, 0))
                .isInstanceOf(SystemCallException.class)
                .hasMessage("mmap: errno 9");
    }

    @Test
    void frameIsExchanged_noGarbageIsMade() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        NativeMemory memory = calls.allocate(64);
        exchange(memory, 1_000);
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        exchange(memory, 1_000);

        assertThat((threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before) / 1_000)
                .isZero();
        calls.free(memory);
    }

    private void exchange(NativeMemory memory, int times) {
        for (int i = 0; i < times; i++) {
            assertReady(calls.poll(fd, V4l2.POLLOUT, 0));
            calls.write(fd, memory, 64);
        }
    }

    private static void assertReady(int events) {
        if (events != V4l2.POLLOUT) {
            throw new AssertionError("poll answered " + events);
        }
    }
}
