// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.cameras;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.Place;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.feed.WorkerFailure;
import io.github.vcam.runtime.file.WholeFile;
import io.github.vcam.runtime.process.DetachedJava;
import io.github.vcam.runtime.process.FileLocks;
import io.github.vcam.runtime.process.LastLines;
import io.github.vcam.runtime.process.Pause;
import io.github.vcam.runtime.process.ProcessIdentity;
import io.github.vcam.runtime.worker.CameraOrder;
import io.github.vcam.runtime.worker.WorkerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The cameras of one build: they play beside whatever the build does next, and go when they are stopped, or when nobody
 * has looked at them for a long time. Those of other builds are not touched. A program of its own keeps them; if that
 * dies, they go. Safe for use by several processes.
 */
public final class StartedCameras {
    private static final Duration OTHERS_LIMIT = Duration.ofMinutes(5);
    private static final Duration BEGIN_LIMIT = Duration.ofSeconds(60);
    private static final Duration END_LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int LINES_SHOWN = 15;

    private final CamerasDirectory directory;

    /**
     * The cameras that are noted in a directory, if there are any.
     *
     * @param directory of one build, {@code target/vcam}
     */
    public StartedCameras(Path directory) {
        this.directory = new CamerasDirectory(directory);
    }

    /**
     * Starts them, and waits until a frame of each is on its way. Those of an earlier start stay when they are just so, and
     * go otherwise. Fails as the first camera does that cannot play; then none is left.
     *
     * @param place where they live; the module is loaded there
     * @param idle after how long without a consumer they go
     * @param control how they are directed by HTTP
     * @param limit for all of them to play
     */
    public CamerasFile start(
            Place place, List<CameraOrder> cameras, Duration idle, ControlOptions control, Duration limit) {
        String order = CamerasOrder.of(place, cameras, idle, control).toJson();
        return inTurn("starting cameras", () -> {
            Optional<CamerasFile> running = running();
            if (running.isPresent() && order.equals(Files.readString(directory.order()))) {
                return running.get();
            }
            end();
            WholeFile.write(directory.order(), order);
            new DetachedJava(CamerasProcess.class, List.of())
                    .start(
                            place.here(),
                            directory.log(),
                            List.of(directory.path().toString()));
            boolean up = false;
            try {
                CamerasFile playing = await(limit);
                up = true;
                return playing;
            } finally {
                if (!up) {
                    end();
                }
            }
        });
    }

    /** What plays now. */
    public Optional<CamerasFile> running() throws IOException {
        return directory.living().isPresent() ? CamerasFile.read(directory.cameras()) : Optional.empty();
    }

    /**
     * Takes them away, and waits for that.
     *
     * @return whether there were any
     */
    public boolean stop() {
        return Files.exists(directory.order()) && inTurn("stopping cameras", this::end);
    }

    private boolean end() throws IOException {
        Optional<ProcessIdentity> living = directory.living();
        if (living.isPresent()) {
            ProcessIdentity process = living.get();
            ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroy);
            if (!process.awaitEnd(END_LIMIT)) {
                process.kill();
            }
        }
        directory.clear();
        return living.isPresent();
    }

    private CamerasFile await(Duration limit) throws IOException {
        long begin = System.nanoTime();
        boolean seen = false;
        while (System.nanoTime() - begin < limit.toNanos()) {
            Optional<WorkerEvent.Failed> failed = directory.failed();
            if (failed.isPresent()) {
                throw WorkerFailure.of(failed.get());
            }
            boolean living = directory.living().isPresent();
            Optional<CamerasFile> playing = CamerasFile.read(directory.cameras());
            if (living && playing.isPresent()) {
                return playing.get();
            }
            boolean late = System.nanoTime() - begin > BEGIN_LIMIT.toNanos();
            if ((seen || late) && !living && directory.failed().isEmpty()) {
                throw new VcamException(
                        RuntimeError.PROGRAM_FAILED,
                        "starting cameras: the program that is to keep them " + (seen ? "has ended" : "does not begin")
                                + ": " + lastLines());
            }
            seen |= living;
            if (!Pause.of(LOOK)) {
                throw new VcamException(RuntimeError.PROGRAM_FAILED, "starting cameras was interrupted");
            }
        }
        throw new VcamException(
                RuntimeError.PROGRAM_TIMED_OUT,
                "starting cameras: not all of them play after " + limit.toSeconds() + " s: " + lastLines());
    }

    private String lastLines() throws IOException {
        return Files.exists(directory.log())
                ? String.join("\n", LastLines.of(Files.readAllLines(directory.log()), LINES_SHOWN))
                : "it said nothing";
    }

    /** What somebody does in their turn. */
    @FunctionalInterface
    private interface Step<T> {
        T take() throws IOException;
    }

    private <T> T inTurn(String what, Step<T> step) {
        try {
            Files.createDirectories(directory.turn().getParent());
            Optional<FileLocks.Held> turn = FileLocks.lock(directory.turn(), OTHERS_LIMIT);
            if (turn.isEmpty()) {
                throw new VcamException(
                        RuntimeError.PROGRAM_TIMED_OUT,
                        what + " in " + directory.path() + ": another program has been at it for "
                                + OTHERS_LIMIT.toMinutes() + " minutes");
            }
            try {
                return step.take();
            } finally {
                turn.get().close();
            }
        } catch (IOException e) {
            throw new VcamException(
                    RuntimeError.PROGRAM_FAILED, what + " in " + directory.path() + ": " + e.getMessage(), e);
        }
    }
}
