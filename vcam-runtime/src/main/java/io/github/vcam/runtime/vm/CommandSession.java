// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.agent.CommandRequest;
import io.github.vcam.agent.Message;
import io.github.vcam.agent.MessageType;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** One command on one port: sends it and its input, hands its output over, returns its end. Used once. */
final class CommandSession {
    /** How long a cancelled command may take to end: the guest's own grace, and slow machines. */
    private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(20);

    private final GuestPort port;
    private final Command command;
    private final CommandStreams streams;
    private final Semaphore window = new Semaphore(Message.STDIN_WINDOW);
    private final SessionInput input;
    private volatile boolean over;
    private @Nullable IOException sinkFailure;

    CommandSession(GuestPort port, Command command, CommandStreams streams) {
        this.port = port;
        this.command = command;
        this.streams = streams;
        this.input = new SessionInput(port, command.timeout(), CANCEL_PATIENCE, this::cancel);
    }

    /**
     * Runs it to its end.
     *
     * @throws IOException when the guest goes away or falls silent
     */
    int run(boolean dropCaches) throws IOException {
        return run(dropCaches, false);
    }

    /** The same for the program that waits: it does the command's work for nobody, and waits on. */
    int rehearse() throws IOException {
        return run(false, true);
    }

    private int run(boolean dropCaches, boolean rehearsal) throws IOException {
        CommandRequest request = new CommandRequest(
                command.argv(),
                command.environment(),
                command.directory().orElse(""),
                dropCaches,
                command.standby(),
                rehearsal);
        port.write(request.toMessage().bytes());
        Thread pump = new Thread(this::pumpInput, "vcam stdin of " + command.program());
        pump.setDaemon(true);
        pump.start();
        try {
            return readUntilEnd();
        } finally {
            over = true;
            pump.interrupt();
        }
    }

    private int readUntilEnd() throws IOException {
        while (true) {
            Message message = Message.read(input);
            if (message.type() == MessageType.STDOUT) {
                handOver(streams.stdout(), message);
            } else if (message.type() == MessageType.STDERR) {
                handOver(streams.stderr(), message);
            } else if (message.type() == MessageType.CREDIT) {
                window.release(Math.max(0, message.number()));
            } else if (message.type() == MessageType.EXIT) {
                return ended(message.number());
            } else if (message.type() == MessageType.NOT_STARTED) {
                ended(0);
                throw notStarted(message.text());
            }
        }
    }

    private int ended(int status) {
        if (sinkFailure != null) {
            throw new UncheckedIOException("writing what `" + command + "` said", sinkFailure);
        }
        if (input.cause() == SessionInput.Cause.TIME_OUT) {
            throw new VcamException(
                    RuntimeError.PROGRAM_TIMED_OUT,
                    "running `" + command + "` in the guest: not done after "
                            + command.timeout().toSeconds() + " s, stopped");
        }
        if (input.cause() == SessionInput.Cause.INTERRUPTION) {
            Thread.currentThread().interrupt();
            throw new VcamException(
                    RuntimeError.PROGRAM_FAILED, "running `" + command + "` in the guest was interrupted, stopped");
        }
        return status;
    }

    private VcamException notStarted(String reason) {
        return new VcamException(
                RuntimeError.PROGRAM_MISSING,
                "running `" + command + "` in the guest: " + reason + "; the guest sees the programs of this machine");
    }

    private void handOver(OutputStream sink, Message message) {
        if (sinkFailure != null) {
            return;
        }
        try {
            sink.write(message.payload());
            sink.flush();
        } catch (IOException e) {
            sinkFailure = e;
            input.cancelNow(SessionInput.Cause.SINK);
        }
    }

    /** On a thread of its own: when the guest is stuck, the writer may be too. */
    private void cancel() {
        Thread canceller = new Thread(() -> send(Message.of(MessageType.CANCEL)), "vcam cancel " + command.program());
        canceller.setDaemon(true);
        canceller.start();
    }

    private void pumpInput() {
        byte[] piece = new byte[Message.STREAM_CHUNK];
        InputStream source = streams.stdin();
        try {
            for (int count = source.read(piece); count >= 0 && !over; count = source.read(piece)) {
                window.acquire(count);
                if (over || !send(Message.of(MessageType.STDIN, piece, count))) {
                    return;
                }
            }
        } catch (IOException e) {
            over |= !send(Message.of(MessageType.STDIN_END)); // an input that cannot be read has ended
            return;
        } catch (InterruptedException e) {
            return; // the command has ended
        }
        if (!over) {
            send(Message.of(MessageType.STDIN_END));
        }
    }

    private boolean send(Message message) {
        try {
            port.write(message.bytes());
            return true;
        } catch (IOException | java.nio.channels.ClosedSelectorException e) {
            return false; // the reading side tells why
        }
    }
}
