// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.runtime.process.CommandRunner;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CtrlCTest {
    /**
     * In a virtual machine that was started as in a terminal: what a script starts in the background ignores Ctrl-C, and
     * that may be true of this one.
     */
    @Test
    void firstOne_goesToWhoeverEndsInGoodOrder() {
        CommandResult result = CommandRunner.create()
                .run(Command.of(
                        "env",
                        "--default-signal=INT",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Program.class.getName()));
        assertThat(result.stdout()).as(result.stderr()).isEqualTo("told: true\n");
        assertThat(result.exitStatus()).isZero();
    }

    /** Holds Ctrl-C, sends itself one and says whether it was told. */
    static final class Program {
        private Program() {}

        @SuppressWarnings("try") // Ctrl-C is held, not used
        public static void main(String[] arguments) throws Exception {
            CountDownLatch told = new CountDownLatch(1);
            try (CtrlC held = CtrlC.handledBy(told::countDown)) {
                Class<?> signal = Class.forName("sun.misc.Signal");
                signal.getMethod("raise", signal)
                        .invoke(null, signal.getConstructor(String.class).newInstance("INT"));
                System.out.println("told: " + told.await(10, TimeUnit.SECONDS));
            }
        }
    }
}
