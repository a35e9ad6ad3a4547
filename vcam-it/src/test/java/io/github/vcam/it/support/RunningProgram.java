// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program beside the test, with both of its outputs in one file. Closing ends it and what it started. */
public final class RunningProgram implements AutoCloseable {
    /** Longer than any program takes to start, however busy the machine. */
    public static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final Path log;

    private RunningProgram(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    public static RunningProgram start(String... argv) {
        // what a script starts in the background ignores Ctrl-C; that may be true of the tests, not of this program
        List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT,QUIT"));
        words.addAll(List.of(argv));
        try {
            Path log = Files.createTempFile("vcam-it-", ".log");
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            return new RunningProgram(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A main class of the tests, in a JVM of its own. */
    public static RunningProgram startJava(Class<?> main, String... arguments) {
        List<String> argv = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        argv.addAll(List.of(arguments));
        return start(argv.toArray(String[]::new));
    }

    /** Ends it as nobody can refuse: kill -9. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    public void signal(String name) {
        Programs.call("kill", "-" + name, Long.toString(process.pid()));
    }

    /** Waits until it sleeps in a call to the driver. */
    public void awaitSleep() {
        Path wchan = Path.of("/proc", Long.toString(process.pid()), "wchan");
        await().atMost(PATIENCE)
                .alias("sleeps")
                .until(() -> Files.readString(wchan).contains("loopback"));
    }

    /** Ctrl-C; it has to end in time. */
    public int interrupt() {
        Programs.call("kill", "-INT", Long.toString(process.pid()));
        return awaitExit();
    }

    /** The exit status, once it has ended by itself. */
    public int awaitExit() {
        return awaitExit(PATIENCE);
    }

    /** The exit status, once it has ended by itself in this time. */
    public int awaitExit(Duration patience) {
        try {
            assertThat(process.waitFor(patience.toSeconds(), TimeUnit.SECONDS))
                    .as(() -> "ended within " + patience + "; it said: " + output())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public void awaitOutput(String text) {
        await().atMost(PATIENCE).alias(text).until(() -> output().contains(text));
    }

    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        kill();
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
