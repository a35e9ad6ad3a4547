// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.awaitility.Awaitility.await;

import io.github.vcam.runtime.process.CommandResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/** The module v4l2loopback of the running kernel, for tests that need it loaded in another way. */
public final class KernelModule {
    private static final String NAME = "v4l2loopback";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private KernelModule() {}

    /** Loads it again with these parameters and waits for the nodes, for instance {@code video_nr=10,11}. */
    public static void reload(String... parameters) {
        remove();
        String[] words =
                Stream.concat(Stream.of(NAME), Arrays.stream(parameters)).toArray(String[]::new);
        Programs.callAsRoot("modprobe", words);
        awaitNode(Camera.path());
    }

    /** Unloads it if it is loaded. */
    public static void remove() {
        if (isLoaded()) {
            Programs.callAsRoot("modprobe", "-r", NAME);
        }
    }

    /** As the build loaded it. */
    public static void restore() {
        reload("video_nr=" + Camera.number());
    }

    public static CommandResult unload() {
        return Programs.runAsRoot("rmmod", NAME);
    }

    public static boolean isLoaded() {
        return Files.exists(Path.of("/sys/module", NAME));
    }

    public static void awaitNode(String path) {
        await().atMost(PATIENCE).alias(path).until(() -> Files.exists(Path.of(path)));
    }
}
