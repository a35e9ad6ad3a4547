// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import io.github.vcam.feed.FeedRequest;
import io.github.vcam.feed.Placeholders;
import io.github.vcam.runtime.place.Machine;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandStreams;
import io.github.vcam.runtime.process.LastLines;
import io.github.vcam.runtime.process.LineStream;
import io.github.vcam.runtime.vm.StandbyProgram;
import io.github.vcam.runtime.worker.PlaceholderOrder;
import io.github.vcam.runtime.worker.SnapshotOrder;
import io.github.vcam.runtime.worker.WorkerEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts workers where the camera is. */
public final class WorkerLauncher {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerLauncher.class);
    private static final String PACKAGE = "io.github.vcam.runtime.worker.";
    private static final String STANDBY = PACKAGE + "Standby";
    private static final String EXTRACTED = ".extracted";
    private static final int FIRST_TO_WARN = 24;

    private final Machine place;
    private final CommandExecutor here;
    private final ClassPath classPath;
    private final Path natives;
    private final List<String> javaOptions;

    /**
     * A launcher.
     *
     * @param here runs on this machine
     * @param classPath gives the jars to run them with; asked once, when the first one starts
     * @param natives where native libraries are unpacked, once and on this machine, for a guest does it slowly
     */
    public WorkerLauncher(Machine place, CommandExecutor here, Supplier<List<Path>> classPath, Path natives) {
        this(place, here, new ClassPath(classPath), natives, List.of());
    }

    private WorkerLauncher(
            Machine place, CommandExecutor here, ClassPath classPath, Path natives, List<String> javaOptions) {
        this.place = place;
        this.here = here;
        this.classPath = classPath;
        this.natives = natives;
        this.javaOptions = List.copyOf(javaOptions);
    }

    /** In a guest that is to be saved, see {@link StandbyProgram#rehearsals()}. */
    private static List<List<String>> rehearsals() {
        return List.of(
                List.of("FeedWorker", feed("pattern:bars")),
                List.of("FeedWorker", feed("lavfi:testsrc2=size=640x480:rate=30")),
                List.of("SnapshotWorker", WorkerEvent.GSON.toJson(new SnapshotOrder("/dev/video0", 0))),
                List.of("PlaceholderWorker", placeholder()));
    }

    private static String feed(String input) {
        return WorkerEvent.GSON.toJson(FeedRequest.of(input, "/dev/video1").withDuration(Duration.ofSeconds(1)));
    }

    private static String placeholder() {
        PlaceholderOrder order = PlaceholderOrder.of("/dev/video1", Placeholders.drawn("camera"), null, null);
        return WorkerEvent.GSON.toJson(List.of(order));
    }

    /** The same launcher, whose workers get more options of the virtual machine. */
    public WorkerLauncher with(List<String> moreJavaOptions) {
        return new WorkerLauncher(place, here, classPath, natives, moreJavaOptions);
    }

    /** Looks for the workers' jars beside the caller, who is about to start one; a failure is told to that one. */
    public void lookAhead() {
        Thread looking = new Thread(
                () -> {
                    try {
                        classPath.get();
                    } catch (RuntimeException e) {
                        LOG.debug("looking for the workers' jars ahead", e);
                    }
                },
                "vcam jars");
        looking.setDaemon(true);
        looking.start();
    }

    /**
     * Runs a worker until it ends by itself, and returns what it says; fails as it does.
     *
     * @param name for messages: snapshot
     * @param order in JSON
     */
    byte[] answer(String name, String worker, String order, Duration limit) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        LastLines log = new LastLines();
        int status;
        try (LifeLine input = new LifeLine();
                LineStream errors = new LineStream(log::add)) {
            status = run(worker, order, limit, new CommandStreams(input, said, errors));
        }
        if (status != 0) {
            throw WorkerEvent.fromJson(said.toString(StandardCharsets.UTF_8)).orElse(null)
                            instanceof WorkerEvent.Failed failed
                    ? WorkerFailure.of(failed)
                    : WorkerFailure.died(name, status, log.toString());
        }
        return said.toByteArray();
    }

    /** Runs a worker until it ends and returns its exit status. */
    int run(String worker, String order, Duration limit, CommandStreams streams) {
        List<Path> jars = classPath.get();
        Optional<WorkerArchive> archive = prepare(jars);
        List<String> there = jars.stream().map(place::visible).toList();
        List<String> options = new ArrayList<>(archive.map(WorkerArchive::use).orElse(List.of()));
        options.addAll(javaOptions);
        List<String> program = line(place.java(), options, there, STANDBY);
        List<String> line = new ArrayList<>(program);
        line.addAll(List.of(worker, order));
        Command command = Command.of(line).within(limit);
        if (javaOptions.isEmpty() && place.expect(new StandbyProgram(program, files(there, archive), rehearsals()))) {
            command = command.standingBy(program.size());
        }
        return place.executor().execute(command, streams);
    }

    /** What a worker reads: jars, native libraries, its archive. */
    private List<String> files(List<String> jars, Optional<WorkerArchive> archive) {
        List<String> files = new ArrayList<>(jars);
        archive.ifPresent(found -> files.add(found.file().toString()));
        try (Stream<Path> unpacked = Files.walk(natives)) {
            unpacked.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .filter(file -> jars.stream()
                            .anyMatch(jar -> file.contains("/" + Path.of(jar).getFileName() + "/")))
                    .sorted()
                    .forEach(files::add);
        } catch (IOException e) {
            LOG.debug("nothing was unpacked into {}", natives, e);
        }
        return files;
    }

    private List<String> line(String java, List<String> options, List<String> jars, String program) {
        List<String> line = new ArrayList<>(List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData", // one that waits would wake 20 times a second to count
                "-Xmx512m",
                "-Xshare:auto",
                "-XX:+DisplayVMOutputToStderr", // of a crash
                "-Djava.awt.headless=true",
                "-Dorg.bytedeco.javacpp.cachedir=" + natives,
                "-Djna.tmpdir=" + natives.resolve("jna"), // its own choice is the home, which not every user has
                // one owner frees each native thing by hand; the collector shall not do it behind its back
                "-Dorg.bytedeco.javacpp.nopointergc=true",
                "-Dio.github.vcam.ffmpeg.log=slf4j",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
        line.addAll(nativeAccess(Runtime.version().feature()));
        line.addAll(options);
        line.addAll(List.of("-cp", String.join(":", jars), program));
        return line;
    }

    /** What lets JNA and JavaCPP in on Java releases that warn of native libraries, and will one day refuse them. */
    static List<String> nativeAccess(int release) {
        return release < FIRST_TO_WARN ? List.of() : List.of("--enable-native-access=ALL-UNNAMED");
    }

    /** Unpacks FFmpeg's libraries and makes the archive, once, on this machine; returns the archive where there is one. */
    private Optional<WorkerArchive> prepare(List<Path> jars) {
        String ours = WorkerClassPath.natives(System.getProperty("os.arch", ""));
        String wanted = jars.stream()
                .map(path -> path.getFileName().toString())
                .filter(name -> name.startsWith("ffmpeg-") || name.startsWith("javacpp-"))
                .filter(name -> !name.contains("-linux-") || name.contains(ours))
                .sorted()
                .collect(Collectors.joining("\n"));
        Path mark = natives.resolve(EXTRACTED);
        try {
            Optional<WorkerArchive> archive = WorkerArchive.of(jars, natives);
            boolean unpacked = Files.exists(mark) && Files.readString(mark).equals(wanted);
            if (!unpacked || !archive.map(WorkerArchive::isThere).orElse(true)) {
                if (!unpacked) {
                    LOG.info("unpacking FFmpeg's libraries once");
                }
                Files.createDirectories(natives);
                if (warmedUp(jars, archive)) {
                    Files.writeString(mark, wanted);
                }
            }
            return archive.filter(WorkerArchive::isUsable);
        } catch (IOException e) {
            throw new UncheckedIOException("unpacking FFmpeg's libraries into " + natives, e);
        }
    }

    private boolean warmedUp(List<Path> jars, Optional<WorkerArchive> archive) throws IOException {
        List<String> paths = jars.stream().map(Path::toString).toList();
        List<String> options = archive.map(WorkerArchive::make).orElse(List.of());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        LastLines log = new LastLines();
        int status;
        try (LifeLine input = new LifeLine();
                LineStream said = new LineStream(log::add)) {
            Command command = Command.of(line(java, options, paths, PACKAGE + "NativesWorker"));
            status = here.execute(command, new CommandStreams(input, said, said));
        }
        if (archive.isPresent()) {
            archive.get().take();
        }
        if (status != 0) {
            LOG.warn("that failed, the worker will do it where the camera is: {}", log);
        }
        return status == 0;
    }

    /** The workers' jars. Resolving them may take long, so the first worker does it. For use by several threads. */
    private static final class ClassPath {
        private final Supplier<List<Path>> resolve;
        private @Nullable List<Path> jars;

        ClassPath(Supplier<List<Path>> resolve) {
            this.resolve = resolve;
        }

        synchronized List<Path> get() {
            if (jars == null) {
                jars = List.copyOf(resolve.get());
            }
            return jars;
        }
    }
}
