// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CommandRunnerTest {
    private final CommandRunner runner = CommandRunner.create();

    @Test
    void argumentsArriveUnquoted() {
        assertThat(runner.call(Command.of("printf", "%s|", "a b", "'c'", "\"d\"", "$e", "")))
                .isEqualTo("a b|'c'|\"d\"|$e||");
    }

    @Test
    void statusAndBothOutputsComeBack() {
        assertThat(runner.run(Command.of("sh", "-c", "echo out; echo err >&2; exit 7")))
                .isEqualTo(new CommandResult(7, "out\n", "err\n"));
    }

    @Test
    void signalEndsTheProgram_statusIs128AndTheSignal() {
        assertThat(runner.run(Command.of("sh", "-c", "kill -9 $$")).exitStatus())
                .isEqualTo(137);
    }

    @Test
    void inputIsHandedOverToItsEnd() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = new byte[300_000];
        int status =
                runner.execute(Command.of("wc", "-c"), new CommandStreams(new ByteArrayInputStream(bytes), out, out));
        assertThat(status).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).strip()).isEqualTo("300000");
    }

    @Test
    void timeLimitPasses_theWholeTreeIsGone() throws InterruptedException {
        assertThatThrownBy(() ->
                        runner.run(Command.of("sh", "-c", "sleep 61.25; echo x").within(Duration.ofSeconds(1))))
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(RuntimeError.PROGRAM_TIMED_OUT));
        await(() -> sleepers("61.25").findAny().isEmpty());
    }

    @Test
    void programIgnoresThePoliteSignal_itIsEndedAnyway() throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Command stubborn = Command.of("sh", "-c", "trap '' TERM; echo $$; while :; do sleep 0.2; done")
                .within(Duration.ofSeconds(1));
        assertThatThrownBy(() -> runner.execute(stubborn, CommandStreams.outputTo(out, out)))
                .isInstanceOf(VcamException.class);
        long shell = Long.parseLong(out.toString(StandardCharsets.UTF_8).strip());
        await(() -> ProcessHandle.of(shell).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void interruption_endsTheProgramAndKeepsTheFlag() throws InterruptedException {
        boolean[] flag = new boolean[1];
        Thread thread = new Thread(() -> {
            assertThatThrownBy(() -> runner.run(Command.of("sleep", "62.5"))).isInstanceOf(VcamException.class);
            flag[0] = Thread.currentThread().isInterrupted();
        });
        thread.start();
        await(() -> sleepers("62.5").findAny().isPresent());
        thread.interrupt();
        thread.join(20_000);
        assertThat(flag[0]).isTrue();
        await(() -> sleepers("62.5").findAny().isEmpty());
    }

    @Test
    void leftOverHoldsThePipe_resultComesAllTheSame() {
        CommandResult result = runner.run(Command.of("sh", "-c", "sleep 63.75 & echo done"));
        assertThat(result.stdout()).isEqualTo("done\n");
        assertThat(sleepers("63.75").peek(ProcessHandle::destroyForcibly)).hasSize(1);
    }

    @Test
    void programIsNotThere_itIsNamed() {
        assertThatThrownBy(() -> runner.run(Command.of("no-such-program", "x")))
                .isInstanceOfSatisfying(
                        VcamException.class, e -> assertThat(e.code()).isEqualTo(RuntimeError.PROGRAM_MISSING))
                .message()
                .contains("`no-such-program x`");
    }

    @Test
    void environmentAndDirectoryAreSet() {
        assertThat(runner.call(Command.of("sh", "-c", "echo $GREETING; pwd")
                        .with("GREETING", "good day")
                        .in("/usr")))
                .isEqualTo("good day\n/usr\n");
    }

    @Test
    void nobodyAtTheTerminal_theMessageShowsTheExactCommand() {
        CommandRunner user = new CommandRunner(new Privileges(false, false, () -> false));
        assertThatThrownBy(() -> user.run(Command.of("cat", "a b").asRoot()))
                .asInstanceOf(InstanceOfAssertFactories.type(VcamException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(RuntimeError.RIGHTS_MISSING))
                .extracting(Throwable::getMessage)
                .asString()
                .contains("`sudo cat 'a b'`");
    }

    @Test
    void itOnlyLooks_nobodyIsAskedThoughAPersonIsThere() {
        Command look = Command.of("printf", "seen").asRootIfSilent();
        assertThat(new CommandRunner(new Privileges(false, true, () -> false)).call(look))
                .isEqualTo("seen");
        assertThat(new Privileges(false, true, () -> true).sudo(look)).contains(List.of("sudo", "-n"));
        assertThat(new Privileges(true, true, () -> true).sudo(look)).isEmpty();
    }

    @Test
    void rightsCanBeHad_asRootOrBySilentSudo() {
        assertThat(new CommandRunner(new Privileges(true, false, () -> false)).canBeRoot())
                .isTrue();
        assertThat(new CommandRunner(new Privileges(false, false, () -> true)).canBeRoot())
                .isTrue();
        assertThat(new CommandRunner(new Privileges(false, false, () -> false)).canBeRoot())
                .isFalse();
    }

    @Test
    void sudoWorksUnasked_timeoutGuardsTheCommandAsRoot() {
        Command command = Command.of("modprobe", "x").asRoot().with("A", "1");
        List<String> sudo =
                new Privileges(false, false, () -> true).sudo(command).orElseThrow();
        assertThat(Privileges.elevated(sudo, command, List.of("/sbin/modprobe", "x")))
                .containsExactly(
                        "sudo",
                        "-n",
                        "env",
                        "A=1",
                        "LC_ALL=C.UTF-8",
                        "timeout",
                        "--kill-after=2",
                        "120s",
                        "/sbin/modprobe",
                        "x");
    }

    /** Waits, as long as a test may take, for what comes by itself. */
    private static void await(BooleanSupplier fact) throws InterruptedException {
        while (!fact.getAsBoolean()) {
            Thread.sleep(5);
        }
    }

    private static Stream<ProcessHandle> sleepers(String seconds) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .filter(words -> words.length == 1 && words[0].equals(seconds))
                        .isPresent());
    }
}
