// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** A file that is written whole or not at all: whoever opens it meanwhile sees the old one. */
public final class WholeFile {
    private WholeFile() {}

    /** Writes it, in UTF-8, and the directories that it needs. */
    public static void write(Path file, String content) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes it, and the directories that it needs. */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, content, new FileAttribute<?>[0]);
    }

    /** Writes it, in UTF-8, for its owner alone, and the directories that it needs. */
    public static void writePrivate(Path file, String content) throws IOException {
        write(
                file,
                content.getBytes(StandardCharsets.UTF_8),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static void write(Path file, byte[] content, FileAttribute<?>... attributes) throws IOException {
        Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
        // no temporary file of Java's: that one would be for its owner alone
        Path half = directory.resolve(".half-" + UUID.randomUUID());
        try {
            try (SeekableByteChannel channel = Files.newByteChannel(
                    half, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
            }
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(half);
        }
    }
}
