// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.agent.CommandRequest;
import io.github.vcam.agent.Message;
import io.github.vcam.agent.MessageType;
import io.github.vcam.error.CoreError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker that waits, as whoever gives it orders sees it. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit sets the field
class StandbyTest {
    private Process process;

    @BeforeEach
    void start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        process = new ProcessBuilder(
                        java,
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Standby.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    private void order(String... words) throws IOException {
        new CommandRequest(List.of(words), Map.of(), "", false).toMessage().write(process.getOutputStream());
    }

    private void say(MessageType type) throws IOException {
        Message.of(type).write(process.getOutputStream());
    }

    /** What it says until its next EXIT, and the status that this has. */
    private String answer() throws IOException {
        StringBuilder said = new StringBuilder();
        Message message = Message.read(process.getInputStream());
        while (message.type() != MessageType.EXIT) {
            said.append(message.type() == MessageType.STDOUT ? message.text() : "");
            message = Message.read(process.getInputStream());
        }
        return said.toString() + message.number();
    }

    @Test
    void itDoesOneOrderAfterTheOther() throws Exception {
        assertThat(answer()).isEqualTo("0");
        for (int round = 0; round < 2; round++) {
            order("rehearse", "SnapshotWorker", "{\"device\":\"/nowhere\",\"seconds\":0}");
            assertThat(answer()).isEqualTo("0");
            say(MessageType.STDIN);
            say(MessageType.STDIN_END);
        }
        process.getOutputStream().close();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void anOrderFails_thatIsSaidAndItEnds() throws Exception {
        assertThat(answer()).isEqualTo("0");
        order("SnapshotWorker", "{\"device\":\"/nowhere\",\"seconds\":0}");
        assertThat(answer()).contains(CoreError.DEVICE_ABSENT.id()).endsWith("1");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
    }

    @Test
    void whoeverGaveTheOrderIsGone_itEnds() throws Exception {
        assertThat(answer()).isEqualTo("0");
        order("FeedWorker", "{}");
        process.getOutputStream().close();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isNotZero();
    }
}
