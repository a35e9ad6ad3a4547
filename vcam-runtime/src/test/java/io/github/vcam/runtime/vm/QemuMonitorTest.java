// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** QEMU's side is a thread that says what a test wants. */
@Timeout(30)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class QemuMonitorTest {
    private static final String GREETING = "{\"QMP\": {\"version\": {}, \"capabilities\": [\"oob\"]}}";
    private static final String DONE = "{\"return\": {}}";
    private static final String EVENT =
            "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"RTC_CHANGE\", \"data\": {}}";
    private static final String RUNNING = "{\"return\": {\"status\": \"running\", \"running\": true}}";

    @TempDir
    private Path directory;

    private Path socket;

    @BeforeEach
    void choose() {
        socket = directory.resolve("qmp");
    }

    private static void say(OutputStream out, String... lines) throws IOException {
        for (String line : lines) {
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Greets, takes the capabilities, and says these lines when it is asked for something. */
    private FakeGuest qemu(String command, String... answer) throws IOException {
        return FakeGuest.at(socket, (in, out) -> {
            BufferedReader asked = conversation(in, out);
            assertThat(asked.readLine()).contains('"' + command + '"');
            say(out, answer);
            assertThat(asked.readLine()).isNull();
        });
    }

    private static BufferedReader conversation(InputStream in, OutputStream out) throws IOException {
        BufferedReader asked = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        say(out, GREETING);
        assertThat(asked.readLine()).contains("\"qmp_capabilities\"");
        say(out, EVENT, DONE);
        return asked;
    }

    @Test
    void guestRuns_itsStatusIsQemusWord() throws Exception {
        try (FakeGuest qemu = qemu("query-status", RUNNING)) {
            assertThat(new QemuMonitor(socket).status()).isEqualTo("running");
            qemu.finish();
        }
    }

    @Test
    void eventsComeBetween_theyAreSkipped() throws Exception {
        try (FakeGuest qemu = qemu("query-status", EVENT, EVENT, RUNNING)) {
            assertThat(new QemuMonitor(socket).status()).isEqualTo("running");
            qemu.finish();
        }
    }

    @Test
    void quit_isTold() throws Exception {
        try (FakeGuest qemu = qemu("quit", DONE)) {
            new QemuMonitor(socket).quit();
            qemu.finish();
        }
    }

    /** What QEMU is told to do with a guest's state, with these words about how far it is. */
    private FakeGuest moving(String command, String file, String... words) throws IOException {
        return FakeGuest.at(socket, (in, out) -> {
            BufferedReader asked = conversation(in, out);
            assertThat(asked.readLine()).contains("\"migrate-set-capabilities\"", "\"x-ignore-shared\"");
            say(out, DONE);
            assertThat(asked.readLine()).contains('"' + command + '"', file);
            say(out, DONE);
            for (String word : words) {
                assertThat(asked.readLine()).contains("\"query-migrate\"");
                say(out, word.isEmpty() ? DONE : "{\"return\": {\"status\": \"" + word + "\"}}");
            }
        });
    }

    @Test
    void guestIsSavedAndGoesOn_thatIsWaitedFor() throws Exception {
        Path state = Path.of("/cache/it's here/state");
        try (FakeGuest qemu = moving("migrate", "exec:cat >'/cache/it'\\\\''s here/state'", "active", "completed")) {
            new QemuMonitor(socket).save(state, Duration.ofSeconds(20));
            qemu.finish();
        }
        socket = directory.resolve("another");
        try (FakeGuest qemu = moving("migrate-incoming", "exec:cat '/cache/it", "", "active", "completed")) {
            new QemuMonitor(socket).load(state, Duration.ofSeconds(20));
            qemu.finish();
        }
    }

    @Test
    void guestCannotGoOn_thatIsAnError() throws Exception {
        try (FakeGuest qemu = moving("migrate-incoming", "state", "active", "failed")) {
            assertThatThrownBy(() -> new QemuMonitor(socket).load(Path.of("state"), Duration.ofSeconds(20)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("failed");
            qemu.finish();
        }
    }

    @Test
    void qemuRefuses_itsReasonIsSaid() throws Exception {
        String error = "{\"error\": {\"class\": \"GenericError\", \"desc\": \"not now\"}}";
        try (FakeGuest qemu = qemu("quit", error)) {
            assertThatThrownBy(() -> new QemuMonitor(socket).quit())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not now");
            qemu.finish();
        }
    }

    @Test
    void answerIsRubbish_thatIsAnError() throws Exception {
        for (String rubbish : new String[] {"{\"return\":", "[]", "{\"return\": []}", ""}) {
            Path each = directory.resolve("qmp" + rubbish.length());
            try (FakeGuest qemu = FakeGuest.at(each, (in, out) -> {
                conversation(in, out).readLine();
                say(out, rubbish);
            })) {
                assertThatThrownBy(() -> new QemuMonitor(each).status())
                        .as(rubbish)
                        .isInstanceOf(IOException.class);
                qemu.finish();
            }
        }
    }

    @Test
    void qemuIsSilent_theWaitEnds() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (FakeGuest qemu = FakeGuest.at(socket, (in, out) -> over.await())) {
            assertThatThrownBy(() -> new QemuMonitor(socket, Duration.ofMillis(50)).status())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no answer");
            over.countDown();
            qemu.finish();
        }
    }

    @Test
    void qemuHangsUp_thatIsAnError() throws Exception {
        try (FakeGuest qemu = FakeGuest.at(socket, (in, out) -> out.close())) {
            assertThatThrownBy(() -> new QemuMonitor(socket).status()).isInstanceOf(IOException.class);
            qemu.finish();
        }
    }

    @Test
    void thereIsNoQemu_thatIsAnError() {
        assertThatThrownBy(() -> new QemuMonitor(socket).quit()).isInstanceOf(IOException.class);
    }
}
