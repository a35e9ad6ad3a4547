// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Work on a thread of its own, however few processors there are. */
public final class Background {
    private Background() {}

    public static <T> CompletableFuture<T> start(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Background::run);
    }

    private static void run(Runnable work) {
        Thread thread = new Thread(work, "beside the test");
        thread.setDaemon(true);
        thread.start();
    }
}
