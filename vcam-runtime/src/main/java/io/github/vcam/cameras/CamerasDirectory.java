// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.cameras;

import com.google.gson.JsonParseException;
import io.github.vcam.runtime.file.WholeFile;
import io.github.vcam.runtime.process.ProcessIdentity;
import io.github.vcam.runtime.worker.WorkerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files by which a program that keeps cameras and those who start and stop it know of each other.
 *
 * @param path {@code target/vcam}
 */
record CamerasDirectory(Path path) {
    CamerasDirectory {
        path = path.toAbsolutePath();
    }

    /** What there is, for everybody, while all of it plays. */
    Path cameras() {
        return path.resolve("cameras.json");
    }

    /** What the program says. */
    Path log() {
        return path.resolve("cameras.log");
    }

    Path order() {
        return own("order.json");
    }

    /** Held by the program that keeps the cameras, as long as it lives. */
    Path lock() {
        return own("lock");
    }

    /** Held by who starts or stops it. */
    Path turn() {
        return own("turn");
    }

    /** Pictures that came by HTTP, while they are shown. */
    Path pictures() {
        return own("pictures");
    }

    private Path process() {
        return own("process.json");
    }

    private Path failure() {
        return own("failed.json");
    }

    private Path own(String name) {
        return path.resolve("cameras").resolve(name);
    }

    void writeProcess() throws IOException {
        ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid())
                .orElseThrow(() -> new IOException("/proc does not tell of this process"));
        WholeFile.write(process(), WorkerEvent.GSON.toJson(self));
    }

    /** The program that keeps the cameras, if it lives. */
    Optional<ProcessIdentity> living() throws IOException {
        if (!Files.exists(process())) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(WorkerEvent.GSON.fromJson(Files.readString(process()), ProcessIdentity.class))
                    .filter(ProcessIdentity::isAlive);
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }

    void writeFailure(WorkerEvent.Failed failed) throws IOException {
        WholeFile.write(failure(), failed.toJson());
    }

    Optional<WorkerEvent.Failed> failed() throws IOException {
        return Files.exists(failure())
                ? WorkerEvent.fromJson(Files.readString(failure()))
                        .filter(WorkerEvent.Failed.class::isInstance)
                        .map(WorkerEvent.Failed.class::cast)
                : Optional.empty();
    }

    /** No program keeps cameras. */
    void forget() throws IOException {
        Files.deleteIfExists(cameras());
        Files.deleteIfExists(process());
    }

    /** The same, and nothing is told of the last one. */
    void clear() throws IOException {
        forget();
        Files.deleteIfExists(failure());
        Files.deleteIfExists(order());
    }
}
