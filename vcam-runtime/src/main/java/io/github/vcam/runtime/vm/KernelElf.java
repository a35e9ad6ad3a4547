// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandStreams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel as an ELF file, which QEMU starts as it is (PVH). Debian's image unpacks itself at its start, and an emulated
 * processor takes seconds for that; here it is done once.
 */
final class KernelElf {
    private static final Logger LOG = LoggerFactory.getLogger(KernelElf.class);
    private static final byte[] XZ = HexFormat.of().parseHex("fd377a585a00");

    // Documentation/arch/x86/boot.rst
    private static final int SETUP_SECTORS = 0x1f1;
    private static final int HEADER_MAGIC = 0x202;
    private static final int HDRS = 0x53726448;
    private static final int PAYLOAD_OFFSET = 0x248;
    private static final int PAYLOAD_LENGTH = 0x24c;
    private static final int SECTOR = 512;

    // elf(5); xen/include/public/elfnote.h names the note by which a kernel says where it begins
    private static final int ELF = 0x464c457f;
    private static final int NOTE_SEGMENT = 4;
    private static final int ENTRY_NOTE = 18;
    private static final int LONGEST_NOTES = 1 << 16;

    private KernelElf() {}

    /**
     * The file for an image, made where it is not there yet. Empty when the image is not one of x86 that is packed by xz, or
     * cannot be started so, or something went wrong: the image itself does it, too.
     *
     * @param directory for such files; one for each release stays
     * @param host runs xz
     */
    static Optional<Path> of(GuestKernel kernel, Path directory, CommandExecutor host) {
        try {
            Path image = kernel.image();
            String name = kernel.release() + "-" + Files.size(image) + "-"
                    + Files.getLastModifiedTime(image).toMillis();
            Path file = directory.resolve(name);
            if (Files.exists(file) || make(image, file, kernel.release(), host)) {
                return Optional.of(file);
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("unpacking kernel {} failed", kernel.release(), e);
        }
        return Optional.empty();
    }

    /** What an emulated guest of these settings boots quickest: this, else the image itself. */
    static Path bootable(VmSettings settings, GuestKernel kernel, CommandExecutor host) {
        return of(kernel, settings.cache().resolve("vmlinux"), host).orElse(kernel.image());
    }

    private static boolean make(Path image, Path file, String release, CommandExecutor host) throws IOException {
        Optional<byte[]> payload = payload(Files.readAllBytes(image));
        if (payload.isEmpty()) {
            return false;
        }
        Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
        Path half = Files.createTempFile(directory, ".half-", "");
        try {
            int status;
            try (OutputStream out = Files.newOutputStream(half)) {
                status = host.execute(
                        Command.of("xz", "-dc", "--single-stream"),
                        new CommandStreams(
                                new ByteArrayInputStream(payload.get()), out, OutputStream.nullOutputStream()));
            }
            if (status != 0 || !saysWhereItBegins(half)) {
                return false;
            }
            removeThoseOf(release, directory);
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } finally {
            Files.deleteIfExists(half);
        }
    }

    private static void removeThoseOf(String release, Path directory) throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(directory, release + "-[0-9]*-[0-9]*")) {
            for (Path other : others) {
                Files.deleteIfExists(other);
            }
        }
    }

    /** What the image carries packed; empty unless it is packed by xz. */
    static Optional<byte[]> payload(byte[] image) {
        ByteBuffer header = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        if (image.length < PAYLOAD_LENGTH + Integer.BYTES || header.getInt(HEADER_MAGIC) != HDRS) {
            return Optional.empty();
        }
        int sectors = image[SETUP_SECTORS] & 0xff;
        int from = ((sectors == 0 ? 4 : sectors) + 1) * SECTOR + header.getInt(PAYLOAD_OFFSET);
        int to = from + header.getInt(PAYLOAD_LENGTH);
        if (from < 0 || to < from || to > image.length) {
            return Optional.empty();
        }
        byte[] payload = Arrays.copyOfRange(image, from, to);
        return startsWith(payload, XZ) ? Optional.of(payload) : Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    /** Whether the file has the note without which QEMU does not start an ELF file. */
    static boolean saysWhereItBegins(Path file) throws IOException {
        try (FileChannel elf = FileChannel.open(file)) {
            ByteBuffer header = read(elf, 0, 0x40);
            if (header.getInt(0) != ELF) {
                return false;
            }
            int entries = header.getShort(0x38);
            for (int i = 0; i < entries; i++) {
                ByteBuffer segment = read(elf, header.getLong(0x20) + (long) i * header.getShort(0x36), 0x38);
                long length = segment.getLong(0x20);
                if (segment.getInt(0) == NOTE_SEGMENT
                        && length <= LONGEST_NOTES
                        && hasEntry(read(elf, segment.getLong(8), (int) length))) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean hasEntry(ByteBuffer notes) {
        while (notes.remaining() >= 12) {
            int name = notes.getInt();
            int description = notes.getInt();
            int type = notes.getInt();
            if (type == ENTRY_NOTE && name == 4 && notes.getInt(notes.position()) == 0x006e6558) { // "Xen"
                return true;
            }
            notes.position(Math.min(notes.limit(), notes.position() + padded(name) + padded(description)));
        }
        return false;
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }

    private static ByteBuffer read(FileChannel file, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, position + bytes.position()) < 0) {
                throw new IOException("the file ends early");
            }
        }
        return bytes.flip();
    }
}
