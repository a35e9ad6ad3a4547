// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import java.util.Arrays;

/** What the module counts for the device under test. */
public final class Counters {
    private static final String FILE = "/sys/kernel/debug/v4l2loopback/video" + Camera.number();

    private Counters() {}

    /** One of the device's own counters, for instance {@code streaming} or {@code frames}. */
    public static long of(String name) {
        String device = Programs.callAsRoot("head", "-n1", FILE);
        return Arrays.stream(device.strip().split(" "))
                .filter(word -> word.startsWith(name + "="))
                .mapToLong(word -> Long.parseLong(word.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no counter " + name + " in: " + device));
    }
}
