// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A worker that may start before anybody knows what it is to do. Arguments: the name of a worker in this package and its
 * arguments. Without any it makes itself ready, says so by a line feed, and takes them from standard input, as words
 * behind their number. When the first of them is {@code rehearse} it does the work of the others for nobody, says a line
 * feed again, and takes the next ones.
 */
public final class Standby {
    private static final String REHEARSE = "rehearse";
    private static final Map<String, Function<String, WorkerProcess.Body>> WORKERS = Map.of(
            "CameraWorker", CameraWorker::body,
            "FeedWorker", FeedWorker::body,
            "SnapshotWorker", SnapshotWorker::body,
            "WatchWorker", WatchWorker::body);
    private static final int LONGEST_WORD = 1 << 20;

    private Standby() {}

    public static void main(String[] arguments) throws IOException {
        List<String> order = Arrays.asList(arguments);
        if (order.isEmpty()) {
            PrintStream out = System.out;
            System.setOut(System.err); // libraries must not speak into the protocol
            NativesWorker.warmUp();
            order = await(out);
            System.setOut(out);
        }
        WorkerProcess.run(body(order));
    }

    private static List<String> await(PrintStream out) throws IOException {
        DataInputStream in = new DataInputStream(System.in);
        List<String> order;
        do {
            out.print('\n');
            out.flush();
            order = words(in);
        } while (isRehearsal(order));
        return order;
    }

    private static boolean isRehearsal(List<String> order) {
        if (!order.get(0).equals(REHEARSE)) {
            return false;
        }
        try (PrintStream nobody = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            body(order.subList(1, order.size())).run(nobody);
        } catch (Exception e) {
            System.err.println("rehearsing " + order + ": " + e);
        }
        return true;
    }

    private static WorkerProcess.Body body(List<String> order) {
        Function<String, WorkerProcess.Body> worker = WORKERS.get(order.get(0));
        if (worker == null) {
            throw new IllegalArgumentException("there is no worker " + order.get(0));
        }
        return worker.apply(order.get(1));
    }

    private static List<String> words(DataInputStream in) throws IOException {
        List<String> words = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            int length = in.readInt();
            if (length < 0 || length > LONGEST_WORD) {
                throw new EOFException("a word of " + length + " bytes");
            }
            words.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
        }
        return words;
    }
}
