// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CtrlCTest {
    @Test
    void firstOne_goesToWhoeverEndsInGoodOrder() throws Exception {
        assumeFalse(ignored(), "Ctrl-C is ignored here, as in all that a script starts in the background");
        CountDownLatch told = new CountDownLatch(1);
        try (CtrlC held = CtrlC.handledBy(told::countDown)) {
            assertThat(held).isNotNull();
            Class<?> signal = Class.forName("sun.misc.Signal");
            signal.getMethod("raise", signal)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"));
            assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Whether this process was started so that it ignores SIGINT, number 2; a virtual machine leaves that so. */
    private static boolean ignored() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.split("\\s+", 2)[1], 16) & 1 << 1) != 0);
    }
}
