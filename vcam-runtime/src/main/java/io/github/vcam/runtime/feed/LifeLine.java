// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;

/** Standard input that stays open and empty until it is closed: a worker lives as long as it. */
public final class LifeLine extends InputStream {
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Open from now on. */
    public LifeLine() {
        super();
    }

    @Override
    public int read() throws InterruptedIOException {
        try {
            closed.await();
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public int read(byte[] target, int from, int count) throws InterruptedIOException {
        return read();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
