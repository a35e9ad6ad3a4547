// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import io.github.vcam.runtime.place.Machine;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandStreams;
import io.github.vcam.runtime.process.LastLines;
import io.github.vcam.runtime.process.LineStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts workers where the camera is. */
public final class WorkerLauncher {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerLauncher.class);
    private static final String PACKAGE = "io.github.vcam.runtime.worker.";
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

    /** The same launcher, whose workers get more options of the virtual machine. */
    public WorkerLauncher with(List<String> moreJavaOptions) {
        return new WorkerLauncher(place, here, classPath, natives, moreJavaOptions);
    }

    /** Runs a worker until it ends and returns its exit status. */
    int run(String worker, String order, Duration limit, CommandStreams streams) {
        extractNatives();
        List<String> jars = classPath.get().stream().map(place::visible).toList();
        return place.executor().execute(line(place.java(), jars, worker, order).within(limit), streams);
    }

    private Command line(String java, List<String> jars, String worker, String order) {
        List<String> line = new ArrayList<>(List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-Xshare:auto",
                "-Djava.awt.headless=true",
                "-Dorg.bytedeco.javacpp.cachedir=" + natives,
                // one owner frees each native thing by hand; the collector shall not do it behind its back
                "-Dorg.bytedeco.javacpp.nopointergc=true",
                "-Dio.github.vcam.ffmpeg.log=slf4j",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
        line.addAll(nativeAccess(Runtime.version().feature()));
        line.addAll(javaOptions);
        line.addAll(List.of("-cp", String.join(":", jars), PACKAGE + worker, order));
        return Command.of(line);
    }

    /** What lets JNA and JavaCPP in on Java releases that warn of native libraries, and will one day refuse them. */
    static List<String> nativeAccess(int release) {
        return release < FIRST_TO_WARN ? List.of() : List.of("--enable-native-access=ALL-UNNAMED");
    }

    private void extractNatives() {
        String ours = WorkerClassPath.natives(System.getProperty("os.arch", ""));
        String wanted = classPath.get().stream()
                .map(path -> path.getFileName().toString())
                .filter(name -> name.startsWith("ffmpeg-") || name.startsWith("javacpp-"))
                .filter(name -> !name.contains("-linux-") || name.contains(ours))
                .sorted()
                .collect(Collectors.joining("\n"));
        Path mark = natives.resolve(EXTRACTED);
        try {
            if (Files.exists(mark) && Files.readString(mark).equals(wanted)) {
                return;
            }
            LOG.info("unpacking FFmpeg's libraries once");
            Files.createDirectories(natives);
            List<String> jars =
                    classPath.get().stream().map(Path::toString).collect(Collectors.toCollection(ArrayList::new));
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            LastLines log = new LastLines();
            int status;
            try (LifeLine input = new LifeLine();
                    LineStream said = new LineStream(log::add)) {
                status = here.execute(line(java, jars, "NativesWorker", ""), new CommandStreams(input, said, said));
            }
            if (status == 0) {
                Files.writeString(mark, wanted);
            } else {
                LOG.warn("that failed, the worker will do it where the camera is: {}", log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("unpacking FFmpeg's libraries into " + natives, e);
        }
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
