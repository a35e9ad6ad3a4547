// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.vm;

import io.github.vcam.error.VcamException;
import io.github.vcam.maven.error.RuntimeError;
import io.github.vcam.maven.process.Command;
import io.github.vcam.maven.process.CommandStreams;
import io.github.vcam.maven.vm.agent.CommandRequest;
import io.github.vcam.maven.vm.agent.Frame;
import io.github.vcam.maven.vm.agent.FrameType;
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
    private final Semaphore window = new Semaphore(Frame.STDIN_WINDOW);
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
        CommandRequest request = new CommandRequest(
                command.argv(), command.environment(), command.directory().orElse(""), dropCaches);
        port.write(request.toFrame().bytes());
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
            Frame frame = Frame.read(input);
            if (frame.type() == FrameType.STDOUT) {
                handOver(streams.stdout(), frame);
            } else if (frame.type() == FrameType.STDERR) {
                handOver(streams.stderr(), frame);
            } else if (frame.type() == FrameType.CREDIT) {
                window.release(Math.max(0, frame.number()));
            } else if (frame.type() == FrameType.EXIT) {
                return ended(frame.number());
            } else if (frame.type() == FrameType.NOT_STARTED) {
                ended(0);
                throw notStarted(frame.text());
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

    private void handOver(OutputStream sink, Frame frame) {
        if (sinkFailure != null) {
            return;
        }
        try {
            sink.write(frame.payload());
            sink.flush();
        } catch (IOException e) {
            sinkFailure = e;
            input.cancelNow(SessionInput.Cause.SINK);
        }
    }

    /** On a thread of its own: when the guest is stuck, the writer may be too. */
    private void cancel() {
        Thread canceller = new Thread(() -> send(Frame.of(FrameType.CANCEL)), "vcam cancel " + command.program());
        canceller.setDaemon(true);
        canceller.start();
    }

    private void pumpInput() {
        byte[] piece = new byte[Frame.STREAM_CHUNK];
        InputStream source = streams.stdin();
        try {
            for (int count = source.read(piece); count >= 0 && !over; count = source.read(piece)) {
                window.acquire(count);
                if (over || !send(Frame.of(FrameType.STDIN, piece, count))) {
                    return;
                }
            }
        } catch (IOException e) {
            over |= !send(Frame.of(FrameType.STDIN_END)); // an input that cannot be read has ended
            return;
        } catch (InterruptedException e) {
            return; // the command has ended
        }
        if (!over) {
            send(Frame.of(FrameType.STDIN_END));
        }
    }

    private boolean send(Frame frame) {
        try {
            port.write(frame.bytes());
            return true;
        } catch (IOException | java.nio.channels.ClosedSelectorException e) {
            return false; // the reading side tells why
        }
    }
}
