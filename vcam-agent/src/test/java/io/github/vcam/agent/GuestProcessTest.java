// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The guest's side needs no guest: any Linux will do. */
@Timeout(30)
class GuestProcessTest {
    private final ByteArrayOutputStream port = new ByteArrayOutputStream();
    private final IdleClock idle = new IdleClock();
    private final Standbys standbys = new Standbys(List.of());

    @Test
    void programSpeaksAndEnds_streamsAreApartAndTheStatusIsLast() throws IOException {
        GuestProcess process = started("sh", "-c", "echo out; echo err >&2; exit 7");
        process.awaitEnd();
        assertThat(text(MessageType.STDOUT)).isEqualTo("out\n");
        assertThat(text(MessageType.STDERR)).isEqualTo("err\n");
        assertThat(lastFrame().type()).isEqualTo(MessageType.EXIT);
        assertThat(lastFrame().number()).isEqualTo(7);
    }

    @Test
    void signalEndsTheProgram_statusIs128AndTheSignal() throws IOException {
        started("sh", "-c", "kill -9 $$").awaitEnd();
        assertThat(lastFrame().number()).isEqualTo(128 + 9);
    }

    @Test
    void input_reachesTheProgramAndIsCredited() throws IOException {
        GuestProcess process = started("cat");
        process.offerInput("hello".getBytes(StandardCharsets.UTF_8));
        process.endInput();
        process.awaitEnd();
        assertThat(text(MessageType.STDOUT)).isEqualTo("hello");
        assertThat(frames().stream().filter(message -> message.type() == MessageType.CREDIT))
                .singleElement()
                .extracting(Message::number)
                .isEqualTo(5);
    }

    @Test
    void programIsMissing_saysSo() throws IOException {
        started("/no/such/program").awaitEnd();
        assertThat(lastFrame().type()).isEqualTo(MessageType.NOT_STARTED);
        assertThat(lastFrame().text()).contains("/no/such/program");
    }

    @Test
    void directoryIsMissing_saysSo() throws IOException {
        GuestProcess process = new GuestProcess(
                new CommandRequest(List.of("true"), Map.of(), "/no/such", false), port, idle, standbys);
        process.start();
        process.awaitEnd();
        assertThat(lastFrame().text()).contains("/no/such");
    }

    @Test
    void cancel_endsTheWholeTree() throws IOException, InterruptedException {
        GuestProcess process = started("sh", "-c", "trap 'wait; exit 3' TERM; sleep 3600 & echo $!; wait");
        await(() -> text(MessageType.STDOUT).endsWith("\n"));
        long child = Long.parseLong(text(MessageType.STDOUT).strip());
        process.cancel();
        process.awaitEnd();
        assertThat(lastFrame().number()).isEqualTo(3);
        await(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void childLeftBehindHoldsTheStream_theCommandEnds() throws IOException {
        started("sh", "-c", "sleep 3600 & echo $!").awaitEnd();
        ProcessHandle child = ProcessHandle.of(
                        Long.parseLong(text(MessageType.STDOUT).strip()))
                .orElseThrow();
        try {
            assertThat(child.isAlive()).isTrue();
            assertThat(lastFrame().number()).isZero();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void noCommandRuns_idleTimeCounts() {
        AtomicLong now = new AtomicLong(1000);
        IdleClock clock = new IdleClock(now::get);
        now.addAndGet(7);
        assertThat(clock.idleFor()).isEqualTo(Duration.ofSeconds(7));
        clock.commandBegins();
        now.addAndGet(30);
        assertThat(clock.idleFor()).isZero();
        clock.commandEnds();
        assertThat(clock.idleFor()).isZero();
        now.addAndGet(2);
        assertThat(clock.idleFor()).isEqualTo(Duration.ofSeconds(2));
        now.set(0); // somebody set the machine's clock
        assertThat(clock.idleFor()).isZero();
    }

    @FunctionalInterface
    private interface Fact {
        boolean holds() throws IOException;
    }

    /** Waits, as long as a test may take, for what comes by itself. */
    private static void await(Fact fact) throws IOException, InterruptedException {
        while (!fact.holds()) {
            Thread.sleep(5);
        }
    }

    private GuestProcess started(String... argv) {
        GuestProcess process =
                new GuestProcess(new CommandRequest(List.of(argv), Map.of(), "", false), port, idle, standbys);
        process.start();
        return process;
    }

    private Message lastFrame() throws IOException {
        List<Message> frames = frames();
        return frames.get(frames.size() - 1);
    }

    private String text(MessageType type) throws IOException {
        StringBuilder text = new StringBuilder();
        frames().stream().filter(message -> message.type() == type).forEach(message -> text.append(message.text()));
        return text.toString();
    }

    private List<Message> frames() throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(port.toByteArray());
        List<Message> frames = new ArrayList<>();
        try {
            while (true) {
                frames.add(Message.read(in));
            }
        } catch (EOFException e) {
            return frames;
        }
    }
}
