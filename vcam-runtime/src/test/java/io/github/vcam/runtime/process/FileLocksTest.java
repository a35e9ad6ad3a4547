// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLocksTest {
    private static final int BUSY = 3;
    private static final int FREE = 4;

    @TempDir
    Path directory;

    @Test
    void somebodyHasTheLock_anotherGetsNoneUntilItIsGivenBack() throws IOException {
        Path file = directory.resolve("lock");
        try (FileLocks.Held held = FileLocks.tryLock(file).orElseThrow()) {
            assertThat(held.isOpen()).isTrue();
            assertThat(FileLocks.tryLock(file)).isEmpty();
            assertThat(FileLocks.lock(file, Duration.ZERO)).isEmpty();
            assertThat(FileLocks.tryLock(directory.resolve("other"))).isPresent();
        }
        assertThat(FileLocks.lock(file, Duration.ZERO)).isPresent();
    }

    /** Linux drops a process's locks when it closes any descriptor of the file. */
    @Test
    void somebodyHereAsksForALockOfThisProcess_othersDoNotGetIt() throws Exception {
        Path file = directory.resolve("lock");
        Path other = Files.createSymbolicLink(directory.resolve("link"), directory);
        try (FileLocks.Held held = FileLocks.tryLock(file).orElseThrow()) {
            assertThat(FileLocks.tryLock(file)).isEmpty();
            assertThat(FileLocks.tryLock(other.resolve("lock"))).isEmpty();
            assertThat(inAnotherClassLoader(file)).isEmpty();
            assertThat(inAnotherProcess(file)).isEqualTo(BUSY);
            assertThat(held.isOpen()).isTrue();
        }
        assertThat(inAnotherProcess(file)).isEqualTo(FREE);
    }

    private static Optional<?> inAnotherClassLoader(Path file) throws Exception {
        URL classes = FileLocks.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader other = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            Class<?> theirs = other.loadClass(FileLocks.class.getName());
            assertThat(theirs).isNotSameAs(FileLocks.class);
            return (Optional<?>) theirs.getMethod("tryLock", Path.class).invoke(null, file);
        }
    }

    private static int inAnotherProcess(Path file) {
        Command asker = Command.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Asker.class.getName(),
                file.toString());
        return CommandRunner.create().run(asker.within(Duration.ofMinutes(1))).exitStatus();
    }

    /** Asks for a lock and tells by its exit status. */
    static final class Asker {
        public static void main(String[] files) throws IOException {
            System.exit(FileLocks.tryLock(Path.of(files[0])).isPresent() ? FREE : BUSY);
        }
    }

    @Test
    void threadIsInterrupted_itWaitsNoLonger() throws IOException {
        Path file = directory.resolve("lock");
        try (FileLocks.Held held = FileLocks.tryLock(file).orElseThrow()) {
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
