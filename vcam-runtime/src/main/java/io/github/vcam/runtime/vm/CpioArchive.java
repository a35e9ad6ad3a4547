// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/** A compressed cpio archive as the kernel unpacks it into its first file system. The stream is closed with it. */
final class CpioArchive implements AutoCloseable {
    private static final int EXECUTABLE = 0755;
    private static final int PLAIN = 0644;

    private final CpioArchiveOutputStream out;
    private int inode;

    CpioArchive(OutputStream target) throws IOException {
        GzipParameters fast = new GzipParameters();
        fast.setCompressionLevel(Deflater.BEST_SPEED);
        out = new CpioArchiveOutputStream(new GzipCompressorOutputStream(target, fast), CpioConstants.FORMAT_NEW);
    }

    void directory(String name) throws IOException {
        add(name, CpioConstants.C_ISDIR | EXECUTABLE, new byte[0]);
    }

    void file(String name, byte[] content) throws IOException {
        add(name, CpioConstants.C_ISREG | PLAIN, content);
    }

    void program(String name, byte[] content) throws IOException {
        add(name, CpioConstants.C_ISREG | EXECUTABLE, content);
    }

    private void add(String name, int mode, byte[] content) throws IOException {
        CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, name, content.length);
        entry.setMode(mode);
        entry.setInode(++inode);
        entry.setNumberOfLinks(1);
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
