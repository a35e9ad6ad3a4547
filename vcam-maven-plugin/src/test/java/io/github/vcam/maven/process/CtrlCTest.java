// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CtrlCTest {
    @Test
    void firstOne_goesToWhoeverEndsInGoodOrder() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        try (CtrlC held = CtrlC.handledBy(told::countDown)) {
            assertThat(held).isNotNull();
            Class<?> signal = Class.forName("sun.misc.Signal");
            signal.getMethod("raise", signal)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"));
            assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
