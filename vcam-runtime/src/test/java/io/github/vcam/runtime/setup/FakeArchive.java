// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.setup;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandStreams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** apt and dpkg of a machine whose lists have just these packages. */
public final class FakeArchive implements CommandExecutor {
    private final Set<String> offered;
    private final Set<String> installed = new HashSet<>();
    private final List<String> commands = new ArrayList<>();
    private boolean rights = true;

    public FakeArchive(String... offered) {
        this.offered = new HashSet<>(Set.of(offered));
    }

    /** A machine with Debian 12 and its kernel. */
    public static FakeArchive debian(String release) {
        FakeArchive debian = common();
        debian.offered.addAll(Set.of("linux-image-" + release, "linux-headers-" + release, "linux-perf", "gcc-12"));
        return debian;
    }

    /** A machine with Ubuntu 24.04 and its kernel. */
    public static FakeArchive ubuntu(String release) {
        FakeArchive ubuntu = common();
        ubuntu.offered.addAll(Set.of(
                "linux-image-" + release,
                "linux-modules-" + release,
                "linux-modules-extra-" + release,
                "linux-headers-" + release,
                "linux-tools-" + release,
                "linux-tools-generic",
                "gcc-13"));
        return ubuntu;
    }

    private static FakeArchive common() {
        return new FakeArchive(
                "gcc", "libc6-dev", "make", "kmod", "qemu-system-x86", "seabios", "busybox-static", "xz-utils", "zstd");
    }

    FakeArchive withInstalled(String... names) {
        installed.addAll(Set.of(names));
        return this;
    }

    FakeArchive withoutRights() {
        rights = false;
        return this;
    }

    /** What was asked of it, in order. */
    public List<String> commands() {
        return commands;
    }

    /** What {@code apt-get install} was told to install at last. */
    List<String> installing() {
        String line = commands.get(commands.size() - 1);
        return List.of(line.substring(line.indexOf("recommends ") + "recommends ".length())
                .split(" ", -1));
    }

    @Override
    public int execute(Command command, CommandStreams streams) {
        if (command.privileged() && !rights) {
            throw new VcamException(RuntimeError.RIGHTS_MISSING, "no");
        }
        commands.add(command.toString());
        List<String> argv = command.argv();
        String last = argv.get(argv.size() - 1);
        try {
            switch (command.program()) {
                case "apt-cache" ->
                    write(
                            streams,
                            offered.contains(last)
                                    ? last + ":\n  Installed: (none)\n  Candidate: 1.0\n"
                                    : last.startsWith("linux-tools") ? last + ":\n  Candidate: (none)\n" : "");
                case "dpkg-query" -> write(streams, installed.contains(last) ? "install ok installed" : "");
                default -> {
                    return apt(argv, streams);
                }
            }
            return 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private int apt(List<String> argv, CommandStreams streams) throws IOException {
        if (!argv.contains("install")) {
            return 0;
        }
        for (String name : argv.subList(argv.indexOf("--no-install-recommends") + 1, argv.size())) {
            if (!offered.contains(name)) {
                streams.stderr().write(("E: Unable to locate package " + name).getBytes(StandardCharsets.UTF_8));
                return 100;
            }
            if (!installed.contains(name)) {
                write(streams, "Inst " + name + " (1.0 Archive)\n");
            }
        }
        return 0;
    }

    private static void write(CommandStreams streams, String text) throws IOException {
        streams.stdout().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
