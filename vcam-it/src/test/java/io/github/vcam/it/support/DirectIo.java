// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Ways in which the kernel itself looks at a program's memory, by its pages and not by its addresses. */
public enum DirectIo {
    /** A file on a share without a cache: write() sends the very pages to the host. */
    UNCACHED_FILE {
        @Override
        void read(NativeMemory memory, byte[] to) throws IOException {
            Path file = Files.createTempFile(Camera.share(), "direct-", ".bin");
            try {
                int fd = Node.must("open", SYSTEM.open(file.toString(), V4l2.O_WRONLY | V4l2.O_CLOEXEC));
                try {
                    int written = Node.must("write", Math.toIntExact(SYSTEM.write(fd, memory, to.length)));
                    must("write", written, to.length);
                } finally {
                    SYSTEM.close(fd);
                }
                byte[] bytes = Files.readAllBytes(file);
                must("the file", bytes.length, to.length);
                System.arraycopy(bytes, 0, to, 0, to.length);
            } finally {
                Files.delete(file);
            }
        }
    },
    /** As a debugger reads. */
    PROC_MEM {
        @Override
        void read(NativeMemory memory, byte[] to) throws IOException {
            try (RandomAccessFile file = new RandomAccessFile("/proc/self/mem", "r")) {
                file.seek(memory.address());
                file.readFully(to);
            }
        }
    },
    PROCESS_VM_READV {
        @Override
        void read(NativeMemory memory, byte[] to) {
            NativeLong one = new NativeLong(1);
            try (Memory copy = new Memory(to.length);
                    Memory local = vector(Pointer.nativeValue(copy), to.length);
                    Memory remote = vector(memory.address(), to.length)) {
                int pid = Math.toIntExact(ProcessHandle.current().pid());
                long count = CLibrary.INSTANCE
                        .process_vm_readv(pid, local, one, remote, one, new NativeLong(0))
                        .longValue();
                must("process_vm_readv", count, to.length);
                copy.read(0, to, 0, to.length);
            }
        }
    },
    /** A pipe takes pages, not bytes. */
    VMSPLICE {
        @Override
        void read(NativeMemory memory, byte[] to) {
            int[] pipe = new int[2];
            CLibrary.INSTANCE.pipe2(pipe, V4l2.O_CLOEXEC);
            NativeMemory copy = SYSTEM.allocate(PIECE);
            try {
                for (int at = 0; at < to.length; at += PIECE) {
                    int length = Math.min(PIECE, to.length - at);
                    give(pipe[1], memory.address() + at, length);
                    must("read of the pipe", SYSTEM.read(pipe[0], copy, length), length);
                    copy.bytes().get(0, to, at, length);
                }
            } finally {
                SYSTEM.free(copy);
                SYSTEM.close(pipe[0]);
                SYSTEM.close(pipe[1]);
            }
        }

        private void give(int pipe, long address, int length) {
            try (Memory piece = vector(address, length)) {
                long count = CLibrary.INSTANCE
                        .vmsplice(pipe, piece, new NativeLong(1), 0)
                        .longValue();
                must("vmsplice", count, length);
            }
        }
    };

    private static final SystemCalls SYSTEM = SystemCalls.host();
    /** Fewer pages than a pipe takes. */
    private static final int PIECE = 32 * 1024;

    /** The front of the memory as the kernel sees it. */
    public ByteBuffer look(NativeMemory memory, int length) {
        byte[] bytes = new byte[length];
        try {
            read(memory, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(name(), e);
        }
        return ByteBuffer.wrap(bytes);
    }

    abstract void read(NativeMemory memory, byte[] to) throws IOException;

    private static Memory vector(long address, long length) {
        Memory vector = new Memory(2L * Long.BYTES);
        vector.setLong(0, address);
        vector.setLong(Long.BYTES, length);
        return vector;
    }

    private static void must(String what, long count, long wanted) {
        if (count != wanted) {
            throw new AssertionError(what + ": " + count + " bytes instead of " + wanted);
        }
    }
}
