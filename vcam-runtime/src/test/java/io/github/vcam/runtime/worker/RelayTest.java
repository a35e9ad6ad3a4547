// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RelayTest {
    private final BlockingQueue<WorkerEvent> told = new LinkedBlockingQueue<>();

    private final PrintStream out = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8) {
        @Override
        public void println(String line) {
            told.add(WorkerEvent.fromJson(line).orElseThrow());
        }
    };

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static String coded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private WorkerEvent.Relayed next() throws InterruptedException {
        WorkerEvent event = told.poll(30, TimeUnit.SECONDS);
        assertThat(event).isInstanceOf(WorkerEvent.Relayed.class);
        return (WorkerEvent.Relayed) event;
    }

    @Test
    void programsConnect_whatTheySayIsToldAndWhatIsAnsweredComes() throws Exception {
        int port = freePort();
        try (Relay relay = Relay.listen(port, out);
                Socket one = new Socket(InetAddress.getLoopbackAddress(), port)) {
            one.getOutputStream().write("one".getBytes(StandardCharsets.US_ASCII));
            WorkerEvent.Relayed first = next();
            assertThat(first.bytes()).isEqualTo(coded("one"));
            try (Socket two = new Socket(InetAddress.getLoopbackAddress(), port)) {
                two.getOutputStream().write("two".getBytes(StandardCharsets.US_ASCII));
                WorkerEvent.Relayed second = next();
                assertThat(second.connection()).isNotEqualTo(first.connection());
                relay.send(second.connection(), coded("second"));
                relay.send(first.connection(), coded("first"));
                relay.send(first.connection(), "");
                assertThat(one.getInputStream().readAllBytes()).asString().isEqualTo("first");
                assertThat(two.getInputStream().readNBytes(6)).asString().isEqualTo("second");
                assertThat(next()).isEqualTo(new WorkerEvent.Relayed(first.connection(), ""));
            }
            assertThat(next().bytes()).isEmpty();
            relay.send(99, coded("nobody"));
        }
    }

    @Test
    void portIsTaken_isSaid() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThatThrownBy(() -> Relay.listen(taken.getLocalPort(), out))
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageEndingWith("[VCAM-611]");
        }
    }
}
