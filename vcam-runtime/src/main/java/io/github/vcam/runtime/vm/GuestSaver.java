// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes saved guests: boots one that keeps away from this machine's files, lets it come to rest, and writes it down. */
final class GuestSaver {
    private static final Duration SAVE_LIMIT = Duration.ofSeconds(60);
    private static final Duration END_LIMIT = Duration.ofSeconds(10);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(60);
    private static final int COPY_FACTOR = 3; // it boots, and copies Java
    private static final long ROOM = 2L << 30;
    private static final int ROUNDS = 2;

    private final GuestSave save;
    private final CommandExecutor host;

    GuestSaver(GuestSave save, CommandExecutor host) {
        this.save = save;
        this.host = host;
    }

    /**
     * Makes the guest where there is none. The caller has the turn.
     *
     * @return whether it was made now: not where there is one already, or the disk has no room
     */
    boolean make() throws IOException {
        if (save.find().isPresent() || !hasRoom()) {
            return false;
        }
        make(save.all());
        return true;
    }

    private boolean hasRoom() throws IOException {
        return Files.getFileStore(save.settings().cache()).getUsableSpace() > ROOM;
    }

    private void make(SavedGuests all) throws IOException {
        SavedGuest half = all.begin();
        boolean made = false;
        try {
            List<Path> files = new ArrayList<>(JavaFiles.ofThisProgram().find());
            save.standby().ifPresent(program -> program.files().forEach(file -> files.add(Path.of(file))));
            files.addAll(new SystemLibraries(host).of(files));
            boot(half, files);
            host.run(Command.of("fallocate", "--dig-holes", half.memory().toString()));
            all.publish(half, files, save.key());
            made = true;
        } finally {
            if (!made) {
                half.remove();
            }
        }
    }

    private void boot(SavedGuest half, List<Path> files) throws IOException {
        VmSettings own = save.settings()
                .with(new VmSettings.Paths(half.directory(), save.settings().cache(), half.directory()));
        VmFiles names = VmFiles.in(half.directory());
        RuntimeDirectory runtime = RuntimeDirectory.forState(half.directory());
        runtime.create();
        try {
            save.initramfs(files, host).write(names.initramfs());
            QemuArguments arguments =
                    new QemuArguments(own, new QemuArguments.BootToSave(save.image(), half.memory()), runtime, false);
            Qemu qemu = Qemu.start(arguments, host);
            try {
                settle(qemu);
                new QemuMonitor(runtime.monitor()).save(half.state(), SAVE_LIMIT);
                new QemuMonitor(runtime.monitor()).quit();
                if (!qemu.process().awaitEnd(END_LIMIT)) {
                    throw new IOException("QEMU does not end");
                }
            } catch (IOException e) {
                throw new IOException(e.getMessage() + "; " + new ConsoleLog(names.console()).tail(), e);
            } finally {
                qemu.process().kill();
            }
            Files.deleteIfExists(names.initramfs());
            Files.deleteIfExists(names.pid());
        } finally {
            runtime.remove();
        }
    }

    /** Each port has answered once, the way of a command is known, and the caches are empty. */
    private void settle(Qemu qemu) throws IOException {
        qemu.awaitAnswer(save.settings().timeouts().boot().multipliedBy(COPY_FACTOR))
                .close();
        for (int number = 1; number < RuntimeDirectory.PORTS; number++) {
            for (int round = 0; round < ROUNDS; round++) {
                call(qemu, number, "true");
            }
        }
        if (save.standby().isPresent()) {
            rehearse(qemu, save.standby().get());
        }
        call(qemu, 1, "rmmod vivid 2>/dev/null; echo 3 >/proc/sys/vm/drop_caches; dmesg -c >/dev/null");
    }

    /** What it rehearses may fail, as where the kernel has no vivid: it is slower later then. */
    private static void rehearse(Qemu qemu, StandbyProgram standby) throws IOException {
        for (List<String> rehearsal : standby.rehearsals()) {
            List<String> line = new ArrayList<>(standby.program());
            line.add("rehearse");
            line.addAll(rehearsal);
            Command command =
                    Command.of(line).standingBy(standby.program().size()).within(COMMAND_LIMIT);
            on(qemu, 1, command, CommandSession::rehearse);
        }
    }

    private static void call(Qemu qemu, int number, String script) throws IOException {
        Command command = Command.of("/bin/busybox", "sh", "-c", script).within(COMMAND_LIMIT);
        int status = on(qemu, number, command, session -> session.run(false));
        if (status != 0) {
            throw new IOException("`" + script + "` ended with status " + status);
        }
    }

    /** How a command runs. */
    @FunctionalInterface
    private interface Way {
        int run(CommandSession session) throws IOException;
    }

    private static int on(Qemu qemu, int number, Command command, Way way) throws IOException {
        OutputStream nowhere = OutputStream.nullOutputStream();
        try (GuestPort port = GuestPort.tryOpen(qemu.runtime(), number, COMMAND_LIMIT, 1)
                .orElseThrow(() -> new IOException("port " + number + " is in use"))) {
            return way.run(new CommandSession(
                    port, command, new CommandStreams(InputStream.nullInputStream(), nowhere, nowhere)));
        } catch (VcamException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
