// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a goal was asked for, byte for byte: to standard output, also where {@code -q} silences the log, or to a file, for
 * Maven itself writes to standard output, too.
 */
final class Answer extends FilterOutputStream {
    private Answer(OutputStream out) {
        super(out);
    }

    /**
     * An answer to be closed; fails with OUTPUT_UNWRITABLE.
     *
     * @param file replaced; null for standard output
     */
    static Answer to(@Nullable File file) {
        if (file == null) {
            return new Answer(new FileOutputStream(FileDescriptor.out) {
                @Override
                public void close() {} // it is Maven's, too
            });
        }
        Path path = file.toPath().toAbsolutePath();
        try {
            Files.createDirectories(path.getParent());
            return new Answer(Files.newOutputStream(path));
        } catch (IOException e) {
            throw new VcamException(
                    RuntimeError.OUTPUT_UNWRITABLE, "writing the answer to " + path + ": " + e.getMessage(), e);
        }
    }

    /** Adds a line. */
    void line(String text) {
        try {
            write((text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("writing the answer", e);
        }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
    }

    @Override
    public void close() {
        try {
            super.close();
        } catch (IOException e) {
            throw new UncheckedIOException("writing the answer", e);
        }
    }
}
