// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLocksTest {
    @TempDir
    Path directory;

    @Test
    void somebodyHasTheLock_anotherGetsNoneUntilItIsGivenBack() throws IOException {
        Path file = directory.resolve("lock");
        try (FileChannel held = FileLocks.tryLock(file).orElseThrow()) {
            assertThat(held.isOpen()).isTrue();
            assertThat(FileLocks.tryLock(file)).isEmpty();
            assertThat(FileLocks.lock(file, Duration.ZERO)).isEmpty();
            assertThat(FileLocks.tryLock(directory.resolve("other"))).isPresent();
        }
        assertThat(FileLocks.lock(file, Duration.ZERO)).isPresent();
    }

    @Test
    void threadIsInterrupted_itWaitsNoLonger() throws IOException {
        Path file = directory.resolve("lock");
        try (FileChannel held = FileLocks.tryLock(file).orElseThrow()) {
            Thread.currentThread().interrupt();

            assertThat(FileLocks.lock(file, Duration.ofDays(1))).isEmpty();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(held.isOpen()).isTrue();
        }
    }

    @Test
    void directoryIsMissing_thatIsAnError() {
        assertThatThrownBy(() -> FileLocks.tryLock(directory.resolve("none/lock")))
                .isInstanceOf(IOException.class);
    }
}
