// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandStreams;
import io.github.vcam.runtime.process.Pause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Runs commands in a guest that is up, each on a port of its own. Starts nothing. Safe for use by several threads and
 * processes.
 */
public final class GuestConnection implements CommandExecutor {
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(15);
    private static final int ATTEMPTS = 3;
    private static final Duration PORT_PATIENCE = Duration.ofSeconds(10);
    private static final Duration DEATH_PATIENCE = Duration.ofSeconds(3);

    private final Path directory;
    private final VmState state;

    GuestConnection(Path directory, VmState state) {
        this.directory = directory;
        this.state = state;
    }

    /**
     * The guest of this state directory.
     *
     * @throws VcamException {@link RuntimeError#GUEST_LOST} when none is up
     */
    public static GuestConnection to(Path stateDirectory) {
        return new GuestConnection(
                stateDirectory,
                VmState.ofLiving(stateDirectory)
                        .filter(VmState::ready)
                        .orElseThrow(() -> new VcamException(
                                RuntimeError.GUEST_LOST,
                                "reaching the micro-VM of " + stateDirectory + ": it is not running")));
    }

    @Override
    public int execute(Command command, CommandStreams streams) {
        try (GuestPort port = freePort(command)) {
            return new CommandSession(port, command, streams).run(true);
        } catch (IOException e) {
            throw lost(command, e);
        }
    }

    private GuestPort freePort(Command command) throws IOException {
        long deadline = System.nanoTime() + PORT_PATIENCE.toNanos();
        int ports = RuntimeDirectory.PORTS - RuntimeDirectory.FIRST_COMMAND_PORT;
        int first = ThreadLocalRandom.current().nextInt(ports);
        do {
            for (int i = 0; i < ports; i++) {
                int number = RuntimeDirectory.FIRST_COMMAND_PORT + (first + i) % ports;
                Optional<GuestPort> port = GuestPort.tryOpen(state.runtime(), number, FIRST_ANSWER, ATTEMPTS);
                if (port.isPresent()) {
                    return port.get();
                }
            }
        } while (System.nanoTime() - deadline < 0 && Pause.of(Duration.ofMillis(200)));
        throw new VcamException(
                RuntimeError.GUEST_CHANNELS_BUSY,
                "running `" + command + "` in the guest: all " + ports + " channels are in use");
    }

    private VcamException lost(Command command, IOException cause) {
        boolean dead =
                !(cause instanceof GuestSilentException) && state.process().awaitEnd(DEATH_PATIENCE);
        String tail = new ConsoleLog(VmFiles.in(directory).console()).tail();
        return new VcamException(
                RuntimeError.GUEST_LOST,
                "running `" + command + "` in the guest: "
                        + (dead ? "the guest ended under it" : "the guest is up but: " + cause.getMessage())
                        + "; its console said last:\n" + tail,
                cause);
    }
}
