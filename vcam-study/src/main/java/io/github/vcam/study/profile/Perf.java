// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import io.github.vcam.error.InvalidValueException;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.place.Machine;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandStreams;
import io.github.vcam.runtime.process.LastLines;
import io.github.vcam.runtime.process.LineStream;
import io.github.vcam.runtime.resource.Resource;
import io.github.vcam.study.StudyError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** perf where the camera is. */
final class Perf {
    /** Processors' own event first; a virtual machine without one has the kernel's timer. */
    private static final List<String> EVENTS = List.of("cycles", "cpu-clock");

    /** Beyond the recording itself: a guest on a busy machine writes slowly. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private static final Duration READING = Duration.ofMinutes(20);
    private static final int UNRESTRICTED = 1;

    private final Machine place;
    private final boolean asRoot;
    private final Map<String, String> facts;

    private Perf(Machine place, boolean asRoot, Map<String, String> facts) {
        this.place = place;
        this.asRoot = asRoot;
        this.facts = facts;
    }

    /**
     * Looks for it and for the right to use it.
     *
     * @param event what to sample, or {@code auto}
     */
    static Perf find(Machine place, String event) {
        List<String> events = event.equals("auto") ? EVENTS : List.of(event);
        boolean root = true;
        Map<String, String> facts;
        try {
            facts = probe(place, events, true);
        } catch (VcamException e) {
            if (e.code() != RuntimeError.RIGHTS_MISSING) {
                throw e;
            }
            root = false;
            facts = probe(place, events, false);
        }
        Perf perf = new Perf(place, root, facts);
        perf.check(event);
        return perf;
    }

    private static Map<String, String> probe(Machine place, List<String> events, boolean root) {
        Command command = script("perf-probe.sh", events);
        return place.executor()
                .call(root ? command.asRoot() : command)
                .lines()
                .filter(line -> line.contains("\t"))
                .map(line -> line.split("\t", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, second) -> first));
    }

    private void check(String event) {
        if (fact("perf").isEmpty()) {
            throw new VcamException(
                    StudyError.PERF_MISSING,
                    "profiling on " + place.description()
                            + ": there is no program perf, which Debian's package linux-perf has, and Ubuntu's linux-tools-generic");
        }
        boolean shown = asRoot
                || (number("perf_event_paranoid", Integer.MAX_VALUE) <= UNRESTRICTED
                        && number("kptr_restrict", Integer.MAX_VALUE) == 0);
        if (shown && !fact("event").isEmpty()) {
            return;
        }
        String refused = fact("refused");
        if (shown && !event.equals("auto") && !refused.matches("(?i).*(permission|not permitted).*")) {
            throw InvalidValueException.of(
                    "event",
                    "event is '" + event + "', which perf cannot sample on " + place.description() + ": " + refused);
        }
        throw new VcamException(
                StudyError.PERF_FORBIDDEN,
                "profiling on " + place.description() + " without root: the kernel shows nothing of itself"
                        + " (perf_event_paranoid is " + fact("perf_event_paranoid") + ", kptr_restrict is "
                        + fact("kptr_restrict") + ")" + (refused.isEmpty() ? "" : ", perf said: " + refused)
                        + "; run `sudo sysctl kernel.perf_event_paranoid=1 kernel.kptr_restrict=0`, then try again");
    }

    String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    private int number(String name, int otherwise) {
        try {
            return Integer.parseInt(fact(name));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** The event that it samples. */
    String event() {
        return fact("event");
    }

    /** The frequency that the kernel allows, at most the wanted one. */
    int frequency(int wanted) {
        return Math.min(wanted, number("perf_event_max_sample_rate", wanted));
    }

    /**
     * Samples processes.
     *
     * @param input ends the recording when it ends
     * @param file where perf is
     * @return what perf said
     */
    String record(Recording recording, InputStream input, String file) {
        List<String> arguments = List.of(
                fact("perf"),
                event(),
                Integer.toString(recording.frequency()),
                recording.callGraph(),
                recording.pids().stream().map(String::valueOf).collect(Collectors.joining(",")),
                Double.toString(recording.seconds()),
                file);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Command command =
                script("perf-record.sh", arguments).within(MARGIN.plusMillis(Math.round(recording.seconds() * 1000)));
        int status = execute("perf record", command, new CommandStreams(input, said, said));
        String words = said.toString(StandardCharsets.UTF_8).strip();
        if (status != 0) {
            throw new VcamException(
                    RuntimeError.PROGRAM_FAILED,
                    "perf record on " + place.description() + " ended with " + status + ": " + words);
        }
        return words;
    }

    /** Reads what was recorded, with the names that only the place itself knows. */
    Samples read(String file) {
        ScriptReader reader = new ScriptReader();
        List<String> said = new ArrayList<>();
        int status;
        Command command = script("perf-script.sh", List.of(fact("perf"), file)).within(READING);
        try (LineStream lines = new LineStream(reader);
                LineStream errors = new LineStream(said::add)) {
            status = execute("perf script", command, CommandStreams.outputTo(lines, errors));
        }
        if (status != 0) {
            throw new VcamException(
                    RuntimeError.PROGRAM_FAILED,
                    "perf script on " + place.description() + " ended with " + status + ": "
                            + String.join("\n", LastLines.of(said, 5)));
        }
        return reader.samples();
    }

    /** Brings a file from where perf is to this machine. */
    void fetch(String file, Path to) {
        try (OutputStream out = Files.newOutputStream(to)) {
            int status = executor()
                    .execute(
                            rights(Command.of("cat", file).within(READING)),
                            CommandStreams.outputTo(out, OutputStream.nullOutputStream()));
            if (status != 0) {
                throw new VcamException(
                        RuntimeError.PROGRAM_FAILED,
                        "reading " + file + " on " + place.description() + ": status " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + to, e);
        }
    }

    /** A new directory of its own where perf is. */
    String temporaryDirectory() {
        return executor()
                .call(rights(Command.of("mktemp", "-d", "/tmp/vcam-profile.XXXXXX")))
                .strip();
    }

    /** Takes the directory away, and the maps that the workers' virtual machines left. */
    void remove(String directory, List<Long> pids) {
        List<String> line = new ArrayList<>(List.of("rm", "-rf", directory));
        pids.forEach(pid -> line.add("/tmp/perf-" + pid + ".map"));
        executor().run(rights(Command.of(line)));
    }

    /** A script's text is no part of a message. */
    private int execute(String what, Command command, CommandStreams streams) {
        try {
            return executor().execute(rights(command), streams);
        } catch (VcamException e) {
            if (e.code() != RuntimeError.PROGRAM_TIMED_OUT) {
                throw e;
            }
            throw new VcamException(
                    e.code(),
                    what + " on " + place.description() + ": not done after "
                            + command.timeout().toSeconds() + " s, stopped",
                    e);
        }
    }

    private CommandExecutor executor() {
        return place.executor();
    }

    private Command rights(Command command) {
        return asRoot ? command.asRoot() : command;
    }

    static Command script(String name, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of("sh", "-c", text("perf-quick.sh") + text(name), name));
        line.addAll(arguments);
        return Command.of(line);
    }

    private static String text(String name) {
        return new Resource(Perf.class, name).text();
    }
}
