// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.agent.Message;
import io.github.vcam.agent.MessageType;
import io.github.vcam.runtime.process.ProcessIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** QEMU moves the guest, and the guest does what a test wants. */
@Timeout(30)
class GuestResumeTest {
    @TempDir
    Path directory;

    private static void moves(InputStream in, OutputStream out) throws IOException {
        BufferedReader asked = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        out.write("{}\n".getBytes(StandardCharsets.UTF_8));
        for (String line = asked.readLine(); line != null; line = asked.readLine()) {
            String answer = line.contains("query-migrate") ? "{\"status\": \"completed\"}" : "{}";
            out.write(("{\"return\": " + answer + "}\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private void goOn(Message last) throws Exception {
        RuntimeDirectory runtime = new RuntimeDirectory(Files.createDirectories(directory.resolve("run")));
        VmSettings settings = VmSettings.in(directory.resolve("state"));
        GuestKernel kernel = new GuestKernel("6.1.0-10-amd64", directory.resolve("kernel"));
        Qemu qemu = new Qemu(ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow(), runtime);
        try (FakeGuest monitor = FakeGuest.at(runtime.monitor(), GuestResumeTest::moves);
                FakeGuest agent = FakeGuest.greeting(runtime.socket(0), (in, out) -> {
                    FakeGuest.expect(in, MessageType.COMMAND);
                    last.write(out);
                })) {
            new GuestResume(settings, kernel).goOn(qemu, new SavedGuest(directory));
            agent.finish();
            monitor.finish();
        }
    }

    @Test
    void itsStepsSucceed_itGoesOn() throws Exception {
        goOn(Message.of(MessageType.EXIT, 0));
    }

    /** So that a kernel boots instead. */
    @Test
    void itsStepsFailInAnyWay_thatIsAFailureToGoOn() {
        assertThatThrownBy(() -> goOn(Message.of(MessageType.EXIT, 1))).isInstanceOf(IOException.class);
    }

    @Test
    void itHasNoProgramForThem_thatIsAFailureToGoOn() {
        assertThatThrownBy(() -> goOn(Message.of(MessageType.NOT_STARTED, "no such file")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no such file");
    }
}
