// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import io.github.vcam.runtime.process.CommandResult;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Maven in a JVM that stays ({@link MavenServer}), in one directory: it answers as {@code mvn} does, but starts once, which in
 * an emulated guest is nearly all that {@code mvn} does. Belongs to one thread.
 */
final class WarmMaven implements AutoCloseable {
    private final String mark = UUID.randomUUID().toString();
    private final Path errors;
    private final Process process;
    private final DataOutputStream requests;
    private final BufferedReader answers;

    /** {@code before} are words in front of the command, for instance those that make another user of it. */
    WarmMaven(Path directory, List<String> before, List<String> jvmOptions) {
        List<String> words = new ArrayList<>(before);
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(jvmOptions);
        words.addAll(List.of("-cp", MavenServer.classPath().toString(), MavenServer.class.getName()));
        words.addAll(List.of(System.getProperty("vcam.it.maven.home"), mark));
        try {
            errors = Files.createTempFile("vcam-it-", ".err");
            process = new ProcessBuilder(words)
                    .directory(directory.toFile())
                    .redirectError(errors.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        requests = new DataOutputStream(process.getOutputStream());
        answers = process.inputReader();
    }

    /** What Maven said to these words; it has to come to its end within the limit. */
    CommandResult run(Duration limit, String... words) {
        try {
            int before = Files.readString(errors).length();
            requests.writeInt(words.length);
            for (String word : words) {
                requests.writeUTF(word);
            }
            requests.flush();
            Answer answer = CompletableFuture.supplyAsync(this::answer).get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new CommandResult(
                    answer.status, answer.stdout, Files.readString(errors).substring(before));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw new AssertionError(String.join(" ", words), e);
        }
    }

    private record Answer(String stdout, int status) {}

    private Answer answer() {
        StringBuilder stdout = new StringBuilder();
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                int end = line.indexOf(mark);
                if (end >= 0) {
                    return new Answer(
                            stdout.append(line, 0, end).toString(),
                            Integer.parseInt(line.substring(end + mark.length())));
                }
                stdout.append(line).append('\n');
            }
            throw new IllegalStateException("Maven's JVM has ended; it said: " + stdout + Files.readString(errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(RunningProgram.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            Files.deleteIfExists(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
