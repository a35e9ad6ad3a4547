// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import io.github.vcam.agent.CommandRequest;
import io.github.vcam.agent.Message;
import io.github.vcam.agent.MessageStream;
import io.github.vcam.agent.MessageType;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A worker that may start before anybody knows what it is to do. Arguments: the name of a worker in this package and its
 * arguments. Without any it makes itself ready and takes orders, one after the other, as {@link Message}s on standard
 * input: a COMMAND whose words those are, then the order's input and its end. It answers with what the worker says and
 * with EXIT, which it also says when it is ready; after a failure it ends. When the first word is {@code rehearse}, it does
 * the work of the others for nobody.
 */
public final class Standby {
    private static final String REHEARSE = "rehearse";
    private static final Map<String, Function<String, WorkerProcess.Body>> WORKERS = Map.of(
            "CameraWorker", CameraWorker::body,
            "FeedWorker", FeedWorker::body,
            "HandOverWorker", HandOverWorker::body,
            "PlaceholderWorker", PlaceholderWorker::body,
            "SnapshotWorker", SnapshotWorker::body,
            "WatchWorker", WatchWorker::body);

    private final InputStream in;
    private final OutputStream out;

    private Standby(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> order = Arrays.asList(arguments);
        if (!order.isEmpty()) {
            WorkerProcess.run(body(order));
            return;
        }
        new Standby(System.in, System.out).serve();
    }

    /** Does orders until one fails or nobody is there any more. */
    private void serve() throws IOException, InterruptedException {
        PrintStream stdout = stream(MessageType.STDOUT);
        PrintStream stderr = stream(MessageType.STDERR);
        System.setOut(stderr); // libraries must not speak into the protocol
        System.setErr(stderr);
        NativesWorker.warmUp();
        say(Message.of(MessageType.EXIT, 0));
        while (true) {
            List<String> order;
            try {
                order = CommandRequest.from(Message.read(in)).argv();
            } catch (EOFException e) {
                return;
            }
            try (OrderInput input = new OrderInput(in)) {
                int status = order.get(0).equals(REHEARSE)
                        ? rehearse(order.subList(1, order.size()))
                        : WorkerProcess.runWhileWanted(body(order), input, stdout);
                stdout.flush();
                say(Message.of(MessageType.EXIT, status));
                if (status != 0) {
                    System.exit(status);
                }
            }
        }
    }

    private static int rehearse(List<String> order) {
        try (PrintStream nobody = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            body(order).run(nobody);
        } catch (Exception e) {
            System.err.println("rehearsing " + order + ": " + e);
        }
        return 0;
    }

    private static WorkerProcess.Body body(List<String> order) {
        Function<String, WorkerProcess.Body> worker = WORKERS.get(order.get(0));
        if (worker == null) {
            throw new IllegalArgumentException("there is no worker " + order.get(0));
        }
        return worker.apply(order.get(1));
    }

    private PrintStream stream(MessageType type) {
        OutputStream whole = new BufferedOutputStream(new MessageStream(type, out), Message.STREAM_CHUNK);
        return new PrintStream(whole, true, StandardCharsets.UTF_8);
    }

    private void say(Message message) throws IOException {
        synchronized (out) {
            message.write(out);
        }
    }

    /** Standard input of one order. Closing it waits for its end. */
    private static final class OrderInput extends PieceInput {
        private final InputStream in;

        OrderInput(InputStream in) {
            this.in = in;
        }

        @Override
        protected byte[] next() throws IOException {
            Message message = Message.read(in);
            while (message.type() == MessageType.STDIN && message.payload().length == 0) {
                message = Message.read(in);
            }
            return message.type() == MessageType.STDIN ? message.payload() : new byte[0];
        }

        @Override
        public void close() throws IOException {
            transferTo(OutputStream.nullOutputStream());
        }
    }
}
