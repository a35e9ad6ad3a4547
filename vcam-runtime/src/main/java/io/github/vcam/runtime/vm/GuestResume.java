// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandStreams;
import io.github.vcam.runtime.process.ThisUser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Lets a saved guest go on: QEMU gets its state, the guest the time, other random numbers and this machine's files. */
record GuestResume(VmSettings settings, GuestKernel kernel) {
    private static final Duration LOAD_LIMIT = Duration.ofSeconds(10);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
    private static final Duration STEPS_LIMIT = Duration.ofSeconds(20);
    private static final long HALF_A_SECOND = 500;

    /** What a guest is told of this machine and of what it is for. */
    static Map<String, String> facts(VmSettings settings, GuestKernel kernel) {
        InstalledFiles installed = InstalledFiles.of(settings.state(), kernel.release());
        return Map.of(
                "release", kernel.release(),
                "modules", kernel.isCached() ? kernel.modulesDirectory().toString() : "",
                "installed", installed.isEmpty() ? "" : installed.tree().toString(),
                "share", settings.share().toString(),
                "home", ThisUser.home().map(Path::toString).orElse("/root"),
                "java", Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "idle", Long.toString(settings.timeouts().idle().toSeconds()),
                "steady", settings.hardware().countsInstructions() ? "" : "yes");
    }

    void goOn(Qemu qemu, SavedGuest saved) throws IOException {
        new QemuMonitor(qemu.runtime().monitor()).load(saved.state(), LOAD_LIMIT);
        try (GuestPort port = qemu.awaitAnswer(ANSWER_LIMIT)) {
            Command steps =
                    Command.of("/bin/busybox", "sh", "/run/vcam/resume.sh").within(STEPS_LIMIT);
            for (Map.Entry<String, String> fact : facts(settings, kernel).entrySet()) {
                steps = steps.with(fact.getKey(), fact.getValue());
            }
            long now = Instant.now().plusMillis(HALF_A_SECOND).getEpochSecond();
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            int status = new CommandSession(
                            port,
                            steps.with("now", Long.toString(now)),
                            new CommandStreams(InputStream.nullInputStream(), said, said))
                    .run(false);
            if (status != 0) {
                throw new IOException(said.toString(StandardCharsets.UTF_8).strip());
            }
        } catch (VcamException e) {
            throw new IOException(e.getMessage(), e); // too slow, or no program there: another one boots
        }
    }
}
