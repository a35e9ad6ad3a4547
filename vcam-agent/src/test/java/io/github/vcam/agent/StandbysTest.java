// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@link WaitingProgram} waits for what it shall do. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class StandbysTest {
    @TempDir
    private Path directory;

    private final IdleClock idle = new IdleClock();
    private final Standbys standbys = new Standbys(List.of());
    private Path starts;

    @BeforeEach
    void makeFile() throws IOException {
        starts = Files.createFile(directory.resolve("starts"));
    }

    @AfterEach
    void endWhatWaits() throws IOException {
        if (Files.notExists(starts)) {
            return; // none has begun
        }
        for (String pid : Files.readAllLines(starts)) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(process -> {
                process.destroyForcibly();
                process.onExit().join();
            });
        }
    }

    private CommandRequest request(boolean rehearsal, String... order) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        List<String> argv = new ArrayList<>(List.of(
                java, "-Dfile.encoding=UTF-8", "-cp", classes, WaitingProgram.class.getName(), starts.toString()));
        int standby = argv.size();
        argv.addAll(List.of(order));
        return new CommandRequest(argv, Map.of("KEY", "value"), directory.toString(), false, standby, rehearsal);
    }

    /** What the command said, its standard input being this. */
    private String run(CommandRequest request, String input) throws IOException {
        ByteArrayOutputStream port = new ByteArrayOutputStream();
        GuestProcess process = new GuestProcess(request, port, idle, standbys);
        process.start();
        process.offerInput(input.getBytes(StandardCharsets.UTF_8));
        process.endInput();
        process.awaitEnd();
        ByteArrayInputStream frames = new ByteArrayInputStream(port.toByteArray());
        StringBuilder said = new StringBuilder();
        while (frames.available() > 0) {
            Message message = Message.read(frames);
            if (message.type() == MessageType.STDOUT) {
                said.append(message.text());
            } else if (message.type() == MessageType.EXIT) {
                said.append(message.number());
            } else if (message.type() == MessageType.NOT_STARTED) {
                said.append("not started: ").append(message.text());
            }
        }
        return said.toString();
    }

    private int starts() throws IOException {
        return Files.readAllLines(starts).size();
    }

    @Test
    void nobodyWaits_theProgramStartsAndAnotherOneWaitsForTheNext() throws Exception {
        assertThat(run(request(false, "one", "word"), "in")).isEqualTo("started one word in0");
        assertThat(run(request(false, "ä b", ""), "in")).isEqualTo("waited ä b  in0");
        assertThat(run(request(false, "three"), "")).isEqualTo("waited three 0");
    }

    @Test
    void rehearsal_theSameProgramDoesItLater() throws Exception {
        assertThat(run(request(true, "rehearse", "this"), "")).isEqualTo("0");
        assertThat(run(request(true, "rehearse", "that"), "")).isEqualTo("0");
        assertThat(starts()).isEqualTo(1);
        assertThat(run(request(false, "now"), "in")).isEqualTo("waited now in0");
    }

    @Test
    void anotherEnvironment_theProgramStarts() throws Exception {
        run(request(true, "rehearse"), "");
        CommandRequest wanted = request(false, "one");
        CommandRequest other = new CommandRequest(
                wanted.argv(), Map.of("KEY", "other"), wanted.directory(), false, wanted.standby(), false);
        assertThat(run(other, "")).isEqualTo("started one 0");
    }

    @Test
    void itDiedWhileItWaited_theProgramStarts() throws Exception {
        run(request(true, "rehearse"), "");
        endWhatWaits();
        assertThat(run(request(false, "one"), "")).isEqualTo("started one 0");
    }

    @Test
    void itCannotRehearse_thatIsSaid() throws Exception {
        Files.delete(starts);
        assertThat(run(request(true, "rehearse"), "")).startsWith("not started: ");
    }
}
