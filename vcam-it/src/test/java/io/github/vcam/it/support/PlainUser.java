// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A user without any rights, made for the tests. */
public final class PlainUser {
    public static final String NAME = "vcam-it";
    private static final Path HOME = Path.of("/home", NAME);

    private PlainUser() {}

    /** Makes the user unless it is there. */
    public static void create() {
        if (!Programs.run("id", NAME).succeeded()) {
            Programs.callAsRoot("useradd", "--create-home", "--home-dir", HOME.toString(), "--shell", "/bin/sh", NAME);
        }
    }

    /** Lets the user be root by sudo without a password, or no longer. */
    public static void maySudo(boolean may) {
        String file = "/etc/sudoers.d/" + NAME;
        String line = may ? "echo '" + NAME + " ALL=(ALL) NOPASSWD: ALL' > " + file : "rm -f " + file;
        Programs.callAsRoot("sh", "-c", line);
    }

    public static int gidOf(String group) {
        return Integer.parseInt(Programs.call("getent", "group", group).split(":", -1)[2]);
    }

    /** Lets everybody pass the directories that lead to a file, and to what it links to. */
    public static void mayReach(Path file) {
        try {
            for (Path parent = file.toRealPath().getParent(); parent != null; parent = parent.getParent()) {
                Programs.callAsRoot("chmod", "o+x", parent.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void owns(Path directory) {
        Programs.callAsRoot("chown", "-R", NAME, directory.toString());
    }

    /** Unpacked libraries of FFmpeg come to the user from root's cache, if that has some: unpacking takes a guest long. */
    public static void hasNativesOf(Path cache) {
        Path own = HOME.resolve(".cache/vcam");
        if (Files.exists(cache.resolve("javacpp"))) {
            Programs.callAsRoot("mkdir", "-p", own.toString());
            Programs.callAsRoot("cp", "-r", cache.resolve("javacpp").toString(), own.toString());
            owns(HOME);
        }
    }

    public static CommandResult run(String... argv) {
        return run(List.of("--clear-groups"), Path.of("/"), argv);
    }

    public static CommandResult runInGroup(String group, String... argv) {
        return run(List.of("--groups", group), Path.of("/"), argv);
    }

    public static CommandResult runIn(Path directory, String... argv) {
        return run(List.of("--clear-groups"), directory, argv);
    }

    private static CommandResult run(List<String> groups, Path directory, String... argv) {
        List<String> words = new ArrayList<>(List.of("setpriv", "--reuid", NAME, "--regid", NAME));
        words.addAll(groups);
        words.addAll(List.of("--reset-env", "--"));
        words.addAll(List.of(argv));
        return Programs.run(Command.of(words)
                .asRoot()
                .in(Files.isDirectory(directory) ? directory.toString() : "/")
                .within(Duration.ofMinutes(9)));
    }
}
