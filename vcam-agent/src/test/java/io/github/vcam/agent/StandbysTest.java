// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

    private CommandRequest command(boolean rehearsal, String... order) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        List<String> argv = new ArrayList<>(List.of(
                java, "-Dfile.encoding=UTF-8", "-cp", classes, WaitingProgram.class.getName(), starts.toString()));
        int standby = argv.size();
        argv.addAll(List.of(order));
        return new CommandRequest(argv, Map.of("KEY", "value"), directory.toString(), false, standby, rehearsal);
    }

    private CommandRequest request(String... order) {
        return command(false, order);
    }

    private CommandRequest rehearsal(String... order) {
        return command(true, order);
    }

    /** What the command said, its standard input being this. */
    private String run(CommandRequest request, String input) throws IOException {
        return run(standbys, request, input);
    }

    private String run(Standbys those, CommandRequest request, String input) throws IOException {
        ByteArrayOutputStream port = new ByteArrayOutputStream();
        GuestProcess process = new GuestProcess(request, port, idle, those);
        process.start();
        process.offerInput(input.getBytes(StandardCharsets.UTF_8));
        process.endInput();
        process.awaitEnd();
        ByteArrayInputStream frames = new ByteArrayInputStream(port.toByteArray());
        StringBuilder said = new StringBuilder();
        while (frames.available() > 0) {
            Message message = Message.read(frames);
            if (message.type() == MessageType.STDOUT || message.type() == MessageType.STDERR) {
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

    private void awaitStarts(int count) throws IOException, InterruptedException {
        while (starts() < count) {
            Thread.sleep(5);
        }
    }

    @Test
    void oneProgramDoesOneOrderAfterTheOther() throws Exception {
        assertThat(run(request("one", "word"), "in")).isEqualTo("waited 1 one word in0");
        assertThat(run(request("ä b", ""), "in")).isEqualTo("waited 2 ä b  in0");
        assertThat(run(request("three"), "")).isEqualTo("waited 3 three 0");
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void rehearsal_theSameProgramDoesTheNextOrders() throws Exception {
        assertThat(run(rehearsal("this"), "")).endsWith("0");
        assertThat(run(request("now"), "in")).isEqualTo("waited 2 now in0");
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void anotherEnvironment_anotherProgramDoesIt() throws Exception {
        run(rehearsal("this"), "");
        CommandRequest wanted = request("one");
        CommandRequest other = new CommandRequest(
                wanted.argv(), Map.of("KEY", "other"), wanted.directory(), false, wanted.standby(), false);
        assertThat(run(other, "")).isEqualTo("waited 1 one 0");
    }

    @Test
    void itDiedWhileItWaited_theProgramStartsForThisOrder() throws Exception {
        run(rehearsal("this"), "");
        endWhatWaits();
        assertThat(run(request("one"), "")).endsWith(" one 0");
    }

    @Test
    void itIsNeverReady_theProgramSaysItself() throws Exception {
        Files.delete(starts);
        assertThat(run(request("one"), "")).contains("NoSuchFileException").endsWith("1");
    }

    @Test
    void itDiesOfAnOrder_thatIsToldAndCostsThatOrderAlone() throws Exception {
        run(rehearsal("this"), "");
        assertThat(run(request("fail"), "")).contains("waited 2 fail ", "why").endsWith("3");
        assertThat(run(request("next"), "in")).isEqualTo("waited 1 next in0");
        assertThat(starts()).isEqualTo(2);
    }

    @Test
    void somethingInItWritesWhatIsNoMessage_theOrderEnds() throws Exception {
        run(rehearsal("this"), "");
        assertThat(run(request("stray"), "")).isEqualTo("137");
        assertThat(run(request("next"), "")).isEqualTo("waited 1 next 0");
    }

    @Test
    void orderIsCancelled_noOtherOneGetsThatProgram() throws Exception {
        run(rehearsal("this"), "");
        GuestProcess process = new GuestProcess(request("long"), new ByteArrayOutputStream(), idle, standbys);
        process.start(); // its input stays open
        process.cancel();
        process.awaitEnd();
        assertThat(run(request("next"), "")).doesNotContain("waited 3").endsWith("next 0");
    }

    @Test
    void twoAtATime_eachHasAProgramOfItsOwn() throws Exception {
        GuestProcess first = new GuestProcess(request("first"), new ByteArrayOutputStream(), idle, standbys);
        first.start(); // its input stays open
        awaitStarts(1);
        assertThat(run(request("second"), "in")).isEqualTo("waited 1 second in0");
        first.endInput();
        first.awaitEnd();
        assertThat(run(request("third"), "")).isEqualTo("waited 2 third 0");
        assertThat(starts()).isEqualTo(2);
    }

    @Test
    void itIsTakenBeforeItHasPutItselfAside_itGivesWayNoLonger() throws Exception {
        Path groups = Path.of("/proc/sys/kernel/sched_autogroup_enabled");
        // a kernel may have no such groups, and lets who is not root set a weight ten times a second only
        assumeTrue(Files.exists(groups) && Files.readString(groups).startsWith("1"));
        assumeTrue(System.getProperty("user.name").equals("root"), "as the agent is");
        String slowly = "sleep 0.5; echo 19 >/proc/self/autogroup; exec \"$@\"";
        Standbys aside = new Standbys(List.of("setsid", "sh", "-c", slowly, "sh"));
        run(aside, request("fail"), ""); // and another one begins to wait
        GuestProcess process = new GuestProcess(request("next"), new ByteArrayOutputStream(), idle, aside);
        process.start(); // its input stays open
        awaitStarts(2);
        String pid = Files.readAllLines(starts).get(1);
        assertThat(Path.of("/proc", pid, "autogroup")).content().endsWith("nice 0\n");
        process.endInput();
        process.awaitEnd();
    }

    @Test
    void itCannotRehearse_thatIsSaid() throws Exception {
        Files.delete(starts);
        assertThat(run(rehearsal("this"), "")).startsWith("not started: ");
    }
}
