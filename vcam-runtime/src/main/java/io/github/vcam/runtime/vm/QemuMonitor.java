// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
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
    QemuMonitor(Path socket) {
        this(socket, Duration.ofSeconds(5));
    }

    /** Tells QEMU to end. */
    void quit() throws IOException {
        ask("quit");
    }

    /** QEMU's word for what the guest does: {@code running}, {@code paused}, … */
    String status() throws IOException {
        JsonObject answer = ask("query-status");
        try {
            return answer.getAsJsonObject("return").get("status").getAsString();
        } catch (RuntimeException e) {
            throw new IOException("QEMU said " + answer, e);
        }
    }

    private JsonObject ask(String command) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector readable = Selector.open()) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(false);
            channel.register(readable, SelectionKey.OP_READ);
            line(channel, readable); // the greeting
            tell(channel, "qmp_capabilities");
            answer(channel, readable);
            tell(channel, command);
            return answer(channel, readable);
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException("QEMU's answer to " + command, e);
        }
    }

    /** What it answers; events may come before. */
    private JsonObject answer(SocketChannel channel, Selector readable) throws IOException {
        JsonObject answer;
        do {
            answer = JsonParser.parseString(line(channel, readable)).getAsJsonObject();
        } while (answer.has("event"));
        if (answer.has("error")) {
            throw new IOException("QEMU said " + answer);
        }
        return answer;
    }

    private static void tell(SocketChannel channel, String command) throws IOException {
        channel.write(ByteBuffer.wrap(("{\"execute\":\"" + command + "\"}\n").getBytes(StandardCharsets.UTF_8)));
    }

    private String line(SocketChannel channel, Selector readable) throws IOException {
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
