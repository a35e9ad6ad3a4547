// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.runtime.file.DirectoryTree;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes saved guests: boots one that keeps away from this machine's files, lets it come to rest, and writes it down. */
final class GuestSaver {
    private static final Duration SAVE_LIMIT = Duration.ofSeconds(60);
    private static final Duration END_LIMIT = Duration.ofSeconds(10);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(60);
    private static final int COPY_FACTOR = 3; // it boots, and copies Java
    private static final long ROOM = 2L << 30;
    private static final int ROUNDS = 25;

    private final GuestSave save;
    private final CommandExecutor host;

    GuestSaver(GuestSave save, CommandExecutor host) {
        this.save = save;
        this.host = host;
    }

    /**
     * Makes the guest where there is none.
     *
     * @return whether it was made now: not where there is one already, somebody makes one, or the disk has no room
     */
    boolean make() throws IOException {
        SavedGuests all = save.all();
        Optional<FileChannel> lock = all.tryLock();
        if (lock.isEmpty()) {
            return false;
        }
        try (FileChannel held = lock.get()) {
            if (!held.isOpen() || save.find().isPresent() || !hasRoom()) {
                return false;
            }
            make(all);
            return true;
        }
    }

    private boolean hasRoom() throws IOException {
        return Files.getFileStore(save.settings().cache()).getUsableSpace() > ROOM;
    }

    private void make(SavedGuests all) throws IOException {
        SavedGuest half = all.begin();
        boolean made = false;
        try {
            List<Path> files = JavaFiles.ofThisProgram().find(host);
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
            DirectoryTree.delete(runtime.path());
        }
    }

    /** Each port has answered once, the way of a command is known, and the caches are empty. */
    private void settle(Qemu qemu) throws IOException {
        qemu.awaitAnswer(save.settings().timeouts().boot().multipliedBy(COPY_FACTOR))
                .close();
        for (int number = 1; number < RuntimeDirectory.PORTS; number++) {
            for (int round = 0; round < ROUNDS / RuntimeDirectory.PORTS + 1; round++) {
                call(qemu, number, "true");
            }
        }
        call(qemu, 1, "echo 3 >/proc/sys/vm/drop_caches; dmesg -c >/dev/null");
    }

    private static void call(Qemu qemu, int number, String script) throws IOException {
        Command command = Command.of("/bin/busybox", "sh", "-c", script).within(COMMAND_LIMIT);
        try (GuestPort port = GuestPort.tryOpen(qemu.runtime(), number, COMMAND_LIMIT, 1)
                .orElseThrow(() -> new IOException("port " + number + " is in use"))) {
            OutputStream nowhere = OutputStream.nullOutputStream();
            int status = new CommandSession(
                            port, command, new CommandStreams(InputStream.nullInputStream(), nowhere, nowhere))
                    .run(false);
            if (status != 0) {
                throw new IOException("`" + script + "` ended with status " + status);
            }
        }
    }
}
