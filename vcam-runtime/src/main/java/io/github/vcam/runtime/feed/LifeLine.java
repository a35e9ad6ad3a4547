// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import io.github.vcam.runtime.worker.PieceInput;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Standard input that stays open until it is closed, and has what it is given: a worker lives as long as it. */
public final class LifeLine extends PieceInput {
    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> given = new LinkedBlockingQueue<>();

    /** Open from now on. */
    public LifeLine() {
        super();
    }

    /** Gives it a line. Safe for use by several threads; what comes after its end is lost. */
    public void send(String line) {
        given.add((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected byte[] next() throws InterruptedIOException {
        try {
            return given.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public void close() {
        given.add(END);
    }
}
