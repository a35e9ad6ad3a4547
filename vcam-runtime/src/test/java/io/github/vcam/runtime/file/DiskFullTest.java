// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;

class DiskFullTest {
    private static final String GERMAN = "Auf dem Gerät ist kein Speicherplatz mehr verfügbar";

    @Test
    void diskIsFull_itIsKnownInTheLanguageOfThisProcess() {
        Throwable failure =
                catchThrowable(() -> Files.write(Path.of("/dev/full"), new byte[1], StandardOpenOption.WRITE));
        assertThat(DiskFull.isReasonOf(new UncheckedIOException("writing x", (IOException) failure)))
                .isTrue();
        Throwable older = catchThrowable(() -> {
            try (OutputStream out = new FileOutputStream("/dev/full")) {
                out.write("x".getBytes(StandardCharsets.UTF_8));
            }
        });
        assertThat(DiskFull.isReasonOf(older)).isTrue();
    }

    @Test
    void languageIsAnother_itsWordsAreKnown() {
        assertThat(DiskFull.isReasonOf(new FileSystemException("/x/y", null, GERMAN), GERMAN))
                .isTrue();
        assertThat(DiskFull.isReasonOf(new IllegalStateException(new IOException(GERMAN)), GERMAN))
                .isTrue();
    }

    @Test
    void failureIsAnother_itIsNotTakenForThis() {
        assertThat(DiskFull.isReasonOf(new NoSuchFileException("/x"))).isFalse();
        assertThat(DiskFull.isReasonOf(new IllegalStateException(GERMAN), GERMAN))
                .isFalse();
    }

    @Test
    void programSaysSo_itIsKnown() {
        assertThat(DiskFull.isReasonIn("cat: write error: No space left on device\n"))
                .isTrue();
        assertThat(DiskFull.isReasonIn("cat: x: Permission denied\n")).isFalse();
    }
}
