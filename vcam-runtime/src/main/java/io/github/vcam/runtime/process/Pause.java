// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.process;

import java.time.Duration;

/** A sleep that keeps the interruption flag. */
public final class Pause {
    private Pause() {}

    /** Whether the whole time went by; false when the thread is interrupted. */
    public static boolean of(Duration time) {
        try {
            Thread.sleep(time.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
