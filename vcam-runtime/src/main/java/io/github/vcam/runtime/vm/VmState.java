// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.runtime.file.WholeFile;
import io.github.vcam.runtime.process.ProcessIdentity;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * What one process leaves for the next about a VM that it started, kept in {@code vm.properties}.
 *
 * @param process QEMU
 * @param runtime where the sockets are
 * @param release the guest kernel's release
 * @param fingerprint what the guest is, see {@link VmSettings#fingerprint}
 * @param share the directory that both write
 * @param startedAt when QEMU was started
 * @param ready whether the guest has answered
 */
record VmState(
        ProcessIdentity process,
        RuntimeDirectory runtime,
        String release,
        String fingerprint,
        Path share,
        Instant startedAt,
        boolean ready) {
    private static final String FILE = "vm.properties";

    VmState answered() {
        return new VmState(process, runtime, release, fingerprint, share, startedAt, true);
    }

    /** The state of the VM whose QEMU is alive; a file of one that is not says nothing. */
    static Optional<VmState> ofLiving(Path directory) {
        return read(directory).filter(state -> state.process.isAlive());
    }

    static Optional<VmState> read(Path directory) {
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(directory.resolve(FILE))) {
            values.load(reader);
            return Optional.of(new VmState(
                    new ProcessIdentity(
                            Long.parseLong(value(values, "pid")),
                            Long.parseLong(value(values, "startTicks")),
                            value(values, "bootId")),
                    new RuntimeDirectory(Path.of(value(values, "runtime"))),
                    value(values, "release"),
                    value(values, "fingerprint"),
                    Path.of(value(values, "share")),
                    Instant.parse(value(values, "startedAt")),
                    Boolean.parseBoolean(value(values, "ready"))));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty(); // none, or of another version: as good as none
        }
    }

    void write(Path directory) throws IOException {
        Properties values = new Properties();
        values.setProperty("pid", Long.toString(process.pid()));
        values.setProperty("startTicks", Long.toString(process.startTicks()));
        values.setProperty("bootId", process.bootId());
        values.setProperty("runtime", runtime.path().toString());
        values.setProperty("release", release);
        values.setProperty("fingerprint", fingerprint);
        values.setProperty("share", share.toString());
        values.setProperty("startedAt", startedAt.toString());
        values.setProperty("ready", Boolean.toString(ready));
        StringWriter text = new StringWriter();
        values.store(text, null);
        WholeFile.write(directory.resolve(FILE), text.toString());
    }

    static void forget(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(FILE));
    }

    private static String value(Properties values, String key) {
        String value = values.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException(key);
        }
        return value;
    }
}
