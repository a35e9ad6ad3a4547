// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program that writes the raw frames of the camera to a file, as long as it runs. */
public final class FramesInFile implements AutoCloseable {
    private final RunningProgram program;
    private final Path file;
    private final int frame;

    /**
     * Starts one.
     *
     * @param line the word FILE in it stands for the file
     * @param frame the size of a frame in bytes
     */
    public FramesInFile(List<String> line, Path file, int frame) {
        this.file = file;
        this.frame = frame;
        this.program = RunningProgram.start(
                line.stream().map(word -> word.replace("FILE", file.toString())).toArray(String[]::new));
    }

    /** The first byte of the last whole frame, -1 before there is one. */
    public int last() {
        if (!program.isAlive()) {
            throw new AssertionError("the program has ended: " + program.output());
        }
        if (!Files.exists(file)) {
            return -1;
        }
        try (RandomAccessFile frames = new RandomAccessFile(file.toFile(), "r")) {
            long whole = frames.length() / frame;
            if (whole == 0) {
                return -1;
            }
            frames.seek((whole - 1) * frame);
            return frames.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void awaitLast(int value) {
        await().atMost(RunningProgram.PATIENCE)
                .alias("a frame that begins with " + value + ", not " + last())
                .until(() -> last() == value);
    }

    @Override
    public void close() {
        program.close();
    }
}
