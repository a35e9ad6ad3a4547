// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.agent.CommandRequest;
import io.github.vcam.agent.Message;
import io.github.vcam.agent.MessageType;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandStreams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class CommandSessionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Command COMMAND =
            Command.of("prog", "a b").in("/work").with("KEY", "value").within(PATIENCE);

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Command command, InputStream stdin, OutputStream stdout, FakeGuest.Service service)
            throws Exception {
        RuntimeDirectory runtime = new RuntimeDirectory(directory);
        try (FakeGuest guest = FakeGuest.greeting(runtime.socket(1), service);
                GuestPort port = GuestPort.tryOpen(runtime, 1, PATIENCE, 1).orElseThrow()) {
            int status = new CommandSession(port, command, new CommandStreams(stdin, stdout, err)).run(true);
            guest.finish();
            return status;
        }
    }

    private int run(Command command, FakeGuest.Service service) throws Exception {
        return run(command, InputStream.nullInputStream(), out, service);
    }

    private static void assertCode(ThrowingCallable call, RuntimeError code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void commandRuns_itTravelsWholeAndItsStreamsComeApart() throws Exception {
        int status = run(COMMAND, (in, guest) -> {
            assertThat(CommandRequest.from(FakeGuest.expect(in, MessageType.COMMAND)))
                    .isEqualTo(new CommandRequest(List.of("prog", "a b"), Map.of("KEY", "value"), "/work", true));
            Message.of(MessageType.STDOUT, "one ").write(guest);
            Message.of(MessageType.STDERR, "other").write(guest);
            Message.of(MessageType.STDOUT, "two").write(guest);
            Message.of(MessageType.EXIT, 7).write(guest);
        });

        assertThat(status).isEqualTo(7);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("one two");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("other");
    }

    @Test
    void inputIsLargerThanTheWindow_theRestWaitsForCredit() throws Exception {
        byte[] input = new byte[Message.STDIN_WINDOW + Message.STREAM_CHUNK];
        int status = run(COMMAND, new ByteArrayInputStream(input), out, (in, guest) -> {
            int taken = 0;
            while (taken < Message.STDIN_WINDOW) {
                taken += FakeGuest.expect(in, MessageType.STDIN).payload().length;
            }
            assertThat(taken).isEqualTo(Message.STDIN_WINDOW);
            Message.of(MessageType.CREDIT, Message.STREAM_CHUNK).write(guest);
            assertThat(FakeGuest.expect(in, MessageType.STDIN).payload()).hasSize(Message.STREAM_CHUNK);
            FakeGuest.expect(in, MessageType.STDIN_END);
            Message.of(MessageType.EXIT, 0).write(guest);
        });

        assertThat(status).isZero();
    }

    @Test
    void programIsMissing_theMessageNamesIt() {
        assertThatThrownBy(() -> run(COMMAND, (in, guest) -> {
                    FakeGuest.expect(in, MessageType.COMMAND);
                    Message.of(MessageType.NOT_STARTED, "no such file").write(guest);
                }))
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(RuntimeError.PROGRAM_MISSING))
                .hasMessageContaining("no such file")
                .hasMessageContaining("`prog 'a b'`");
    }

    @Test
    void timeIsOver_theCommandIsCancelledAndItsEndWaitedFor() {
        assertCode(
                () -> run(COMMAND.within(Duration.ofMillis(20)), (in, guest) -> {
                    FakeGuest.expect(in, MessageType.CANCEL);
                    Message.of(MessageType.STDOUT, "last words").write(guest);
                    Message.of(MessageType.EXIT, 143).write(guest);
                }),
                RuntimeError.PROGRAM_TIMED_OUT);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("last words");
    }

    @Test
    void threadIsInterrupted_theCommandIsCancelledAndTheFlagStays() {
        Thread runner = Thread.currentThread();
        assertCode(
                () -> run(COMMAND, (in, guest) -> {
                    FakeGuest.expect(in, MessageType.COMMAND);
                    runner.interrupt();
                    FakeGuest.expect(in, MessageType.CANCEL);
                    Message.of(MessageType.EXIT, 143).write(guest);
                }),
                RuntimeError.PROGRAM_FAILED);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void nobodyTakesTheOutput_theCommandIsCancelledAndTheReasonComesOut() {
        IOException full = new IOException("disk full");
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw full;
            }
        };
        assertThatThrownBy(() -> run(COMMAND, InputStream.nullInputStream(), broken, (in, guest) -> {
                    Message.of(MessageType.STDOUT, "x").write(guest);
                    FakeGuest.expect(in, MessageType.CANCEL);
                    Message.of(MessageType.STDOUT, "y").write(guest);
                    Message.of(MessageType.EXIT, 143).write(guest);
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasCause(full);
    }

    @Test
    void guestDies_thatIsAnEndOfTheStream() {
        assertThatThrownBy(() -> run(COMMAND, (in, guest) -> {
                    FakeGuest.expect(in, MessageType.COMMAND);
                    guest.close();
                }))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(GuestSilentException.class);
    }

    @Test
    void guestDoesNotEndTheCommand_patienceEnds() throws Exception {
        RuntimeDirectory runtime = new RuntimeDirectory(directory);
        try (FakeGuest guest = FakeGuest.greeting(runtime.socket(1), (in, out) -> {});
                GuestPort port = GuestPort.tryOpen(runtime, 1, PATIENCE, 1).orElseThrow()) {
            int[] cancelled = new int[1];
            SessionInput input =
                    new SessionInput(port, Duration.ofMillis(10), Duration.ofMillis(10), () -> cancelled[0]++);

            assertThatThrownBy(input::read).isInstanceOf(GuestSilentException.class);
            assertThat(cancelled[0]).isEqualTo(1);
            assertThat(input.cause()).isEqualTo(SessionInput.Cause.TIME_OUT);
            guest.finish();
        }
    }
}
