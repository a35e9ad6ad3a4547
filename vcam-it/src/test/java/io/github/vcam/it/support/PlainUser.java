// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.runtime.vm.VmSettings;
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

    /**
     * A project of the user's, who may read what its goals need. What Maven needs for these comes into the tests' repository
     * here, as root runs them first: the user may only read that. A test on this machine's own kernel ends here, left out:
     * nobody wants such a user there.
     */
    public static CameraProject project(Path directory, String... goals) {
        assumeTrue("vm".equals(System.getProperty("vcam.it.target")), "makes a user: only in a guest");
        CameraProject made = CameraProject.create(directory.resolve("camera"), "-Dvcam.target=host", "-o")
                .withModuleBuilt();
        Programs.callAsRoot("modprobe", "-r", "v4l2loopback");
        CameraProject.create(directory.resolve("root"), "-Dvcam.target=host").startsAndSucceeds(goals);
        create();
        mayReach(MavenServer.classPath());
        mayReach(Path.of(System.getProperty("vcam.it.repository")));
        mayReach(Path.of("/lib/modules", Programs.call("uname", "-r").strip(), "build"));
        owns(directory);
        hasNativesOf(VmSettings.defaultCache());
        return made.as(words(List.of("--clear-groups")));
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
        return run(List.of("--clear-groups"), argv);
    }

    public static CommandResult runInGroup(String group, String... argv) {
        return run(List.of("--groups", group), argv);
    }

    /** Those in front of a command of root's that make it the user's. */
    private static List<String> words(List<String> groups) {
        List<String> words = new ArrayList<>(List.of("setpriv", "--reuid", NAME, "--regid", NAME));
        words.addAll(groups);
        words.addAll(List.of("--reset-env", "--"));
        return words;
    }

    private static CommandResult run(List<String> groups, String... argv) {
        List<String> words = words(groups);
        words.addAll(List.of(argv));
        return Programs.run(Command.of(words).asRoot().in("/").within(Duration.ofMinutes(9)));
    }
}
