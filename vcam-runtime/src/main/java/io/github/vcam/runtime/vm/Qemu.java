// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.runtime.process.Pause;
import io.github.vcam.runtime.process.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** QEMU, running with a guest. It is a daemon: it outlives who started it. */
record Qemu(ProcessIdentity process, RuntimeDirectory runtime) {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration SLICE = Duration.ofSeconds(1);
    private static final Duration HURRY = Duration.ofMillis(20);

    /**
     * Starts it.
     *
     * @throws VcamException {@link RuntimeError#QEMU_MISSING}
     * @throws IOException when it refuses
     */
    static Qemu start(QemuArguments arguments, CommandExecutor host) throws IOException {
        CommandResult result;
        try {
            result = host.run(Command.of(arguments.argv()).within(LIMIT));
        } catch (VcamException e) {
            if (e.code() == RuntimeError.PROGRAM_MISSING) {
                throw new VcamException(
                        RuntimeError.QEMU_MISSING,
                        "starting the micro-VM: there is no "
                                + arguments.settings().hardware().type().program() + " on this machine",
                        e);
            }
            throw e;
        }
        if (!result.succeeded()) {
            throw new IOException("QEMU refused, status " + result.exitStatus() + ": "
                    + result.stderr().strip());
        }
        ProcessIdentity process = recordedPid(arguments.settings().state())
                .flatMap(ProcessIdentity::of)
                .orElseThrow(() -> new IOException("QEMU ended at once"));
        return new Qemu(process, arguments.runtime());
    }

    /** The process id of a QEMU of this state directory, if it lives. */
    static Optional<Long> unrecorded(Path directory) {
        return ofDirectory(directory).map(ProcessIdentity::pid);
    }

    /** Kills a QEMU of this state directory whose starter died before it could write down the state. */
    static boolean killUnrecorded(Path directory) throws IOException {
        Optional<ProcessIdentity> process = ofDirectory(directory);
        process.ifPresent(ProcessIdentity::kill);
        Files.deleteIfExists(VmFiles.in(directory).pid());
        return process.isPresent();
    }

    private static Optional<ProcessIdentity> ofDirectory(Path directory) {
        String file = VmFiles.in(directory).pid().toString();
        return recordedPid(directory)
                .flatMap(ProcessIdentity::of)
                .filter(process -> commandLine(process.pid()).contains(file));
    }

    /**
     * Waits for the agent's first word.
     *
     * @throws IOException when it ends or the time is over before that
     */
    GuestPort awaitAnswer(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() - deadline < 0) {
            try {
                Optional<GuestPort> port = GuestPort.tryOpen(runtime, 0, SLICE, 1);
                if (port.isPresent()) {
                    return port.get();
                }
                Pause.of(HURRY); // somebody else asks, too
            } catch (GuestSilentException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new IOException("interrupted", e);
                }
            } catch (IOException e) {
                process.awaitEnd(SLICE);
            }
            if (!process.isAlive()) {
                throw new IOException("the guest ended before it answered");
            }
        }
        throw new IOException("the guest did not answer within " + limit.toSeconds() + " s");
    }

    private static Optional<Long> recordedPid(Path directory) {
        try {
            return Optional.of(
                    Long.parseLong(Files.readString(VmFiles.in(directory).pid()).strip()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String commandLine(long pid) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline")), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
