// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.vcam.runtime.process.Pause;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * QEMU's own control socket (QMP). One short conversation each time.
 *
 * @param patience how long each of its lines may take
 */
record QemuMonitor(Path socket, Duration patience) {
    /** What is said in one conversation. */
    @FunctionalInterface
    private interface Talk<T> {
        T with(Line line) throws IOException;
    }

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    QemuMonitor(Path socket) {
        this(socket, Duration.ofSeconds(5));
    }

    /** Tells QEMU to end. */
    void quit() throws IOException {
        converse(line -> line.ask("quit", new JsonObject()));
    }

    /** QEMU's word for what the guest does: {@code running}, {@code paused}, … */
    String status() throws IOException {
        return converse(line -> line.ask("query-status", new JsonObject())
                .getAsJsonObject()
                .get("status")
                .getAsString());
    }

    /** Writes the guest down but for its memory, which is in a file already. It stands still from then on. */
    void save(Path state, Duration limit) throws IOException {
        migrate("migrate", "exec:cat >" + quoted(state), limit);
    }

    /** Gives a QEMU that waits for it what was written down. The guest runs then. */
    void load(Path state, Duration limit) throws IOException {
        migrate("migrate-incoming", "exec:cat " + quoted(state), limit);
    }

    /** A guest that is written down migrates to itself, later. */
    private void migrate(String command, String uri, Duration limit) throws IOException {
        converse(line -> {
            JsonObject sharedMemory = new JsonObject();
            sharedMemory.addProperty("capability", "x-ignore-shared");
            sharedMemory.addProperty("state", true);
            JsonArray all = new JsonArray();
            all.add(sharedMemory);
            JsonObject capabilities = new JsonObject();
            capabilities.add("capabilities", all);
            line.ask("migrate-set-capabilities", capabilities);
            JsonObject where = new JsonObject();
            where.addProperty("uri", uri);
            line.ask(command, where);
            return line.awaitMigration(limit);
        });
    }

    private static String quoted(Path file) {
        return "'" + file.toString().replace("'", "'\\''") + "'";
    }

    private <T> T converse(Talk<T> talk) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector readable = Selector.open()) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(false);
            channel.register(readable, SelectionKey.OP_READ);
            Line line = new Line(channel, readable, patience);
            line.read(); // the greeting
            line.ask("qmp_capabilities", new JsonObject());
            return talk.with(line);
        } catch (JsonParseException | IllegalStateException | NullPointerException e) {
            throw new IOException("QEMU's answer is none that we know", e);
        }
    }

    /** The open socket. */
    private record Line(SocketChannel channel, Selector readable, Duration patience) {
        /** What QEMU returns for a command; events may come before. */
        JsonElement ask(String command, JsonObject arguments) throws IOException {
            JsonObject wanted = new JsonObject();
            wanted.addProperty("execute", command);
            wanted.add("arguments", arguments);
            channel.write(ByteBuffer.wrap((wanted + "\n").getBytes(StandardCharsets.UTF_8)));
            JsonObject answer;
            do {
                answer = JsonParser.parseString(read()).getAsJsonObject();
            } while (answer.has("event"));
            if (!answer.has("return")) {
                throw new IOException("QEMU said " + answer);
            }
            return answer.get("return");
        }

        boolean awaitMigration(Duration limit) throws IOException {
            long deadline = System.nanoTime() + limit.toNanos();
            do {
                JsonObject migration = ask("query-migrate", new JsonObject()).getAsJsonObject();
                String status =
                        migration.has("status") ? migration.get("status").getAsString() : "none";
                if (status.equals("completed")) {
                    return true;
                }
                if (status.equals("failed") || status.equals("cancelled")) {
                    throw new IOException("QEMU cannot move the guest: " + migration);
                }
            } while (System.nanoTime() - deadline < 0 && Pause.of(LOOK_AGAIN));
            throw new IOException("QEMU did not move the guest within " + limit.toSeconds() + " s");
        }

        String read() throws IOException {
            long deadline = System.nanoTime() + patience.toNanos();
            StringBuilder line = new StringBuilder();
            ByteBuffer one = ByteBuffer.allocate(1);
            while (true) {
                one.clear();
                int count = channel.read(one);
                if (count < 0
                        || System.nanoTime() - deadline > 0
                        || Thread.currentThread().isInterrupted()) {
                    throw new IOException("QEMU's control socket gave no answer");
                }
                if (count == 0) {
                    readable.select(Math.max(1, Math.min(100, patience.toMillis())));
                    readable.selectedKeys().clear();
                } else if (one.get(0) == '\n') {
                    return line.toString();
                } else {
                    line.append((char) one.get(0));
                }
            }
        }
    }
}
