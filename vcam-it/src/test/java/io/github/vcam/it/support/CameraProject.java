// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A project of somebody's that names the plugin, and Maven run in it with the very words that a person types. What the
 * tests add (their repository, where the camera is) is in the project's {@code .mvn}. Maven starts once and stays, until the
 * project is closed, but for {@link #command} and {@link #start}. Belongs to one thread.
 */
public final class CameraProject implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /**
     * In an emulated guest Maven does little but start: so it compiles quickly, does not verify its classes, and starts
     * programs without a helper.
     */
    private static final List<String> JVM = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-BytecodeVerificationRemote",
            "-Djdk.lang.Process.launchMechanism=VFORK");

    private final Path directory;
    private final List<String> before;
    private @Nullable WarmMaven maven;

    private CameraProject(Path directory, List<String> before) {
        this.directory = directory;
        this.before = before;
    }

    /** In a new directory; {@code settings} are what every call of Maven gets, for instance {@code -Dvcam.target=host}. */
    public static CameraProject create(Path directory, String... settings) {
        try {
            Files.createDirectories(directory);
            String pom = Files.readString(Path.of(property("root"), "vcam-it/src/it/camera/pom.xml"));
            Files.writeString(directory.resolve("pom.xml"), pom.replace("@version@", property("version")));
            Path sample = Path.of(property("root"), "samples/in.mp4");
            Files.copy(sample, directory.resolve("in.mp4"), StandardCopyOption.REPLACE_EXISTING);
            return withSettings(directory, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of a project of {@code samples}, as it lies there. */
    public static CameraProject copyOfSample(String name, Path directory, String... settings) {
        copyTree(Path.of(property("root"), "samples", name), directory);
        return withSettings(directory, settings);
    }

    private static CameraProject withSettings(Path directory, String... settings) {
        try {
            Files.createDirectories(directory.resolve(".mvn"));
            Files.writeString(directory.resolve("settings.xml"), settingsXml());
            List<String> words = new ArrayList<>(List.of(
                    "-B", "-ntp", "-s", directory.resolve("settings.xml").toString()));
            words.add("-Dmaven.repo.local=" + property("repository"));
            words.add("-Dvcam.vm.saved=false"); // making one beside each test takes more than it gives
            words.addAll(List.of(settings));
            Files.writeString(directory.resolve(".mvn/maven.config"), String.join("\n", words) + "\n");
            Files.writeString(directory.resolve(".mvn/jvm.config"), String.join(" ", JVM) + "\n");
            return new CameraProject(directory, List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the tests outside put their projects and micro-VMs. */
    public static Path outside() {
        return Path.of(property("outside")).toAbsolutePath();
    }

    /** One of them, whose module is built, and whose camera lives in an emulated micro-VM with this state. */
    public static CameraProject inVm(String name, Path state) {
        return create(
                        outside().resolve(name),
                        "-Dvcam.target=vm",
                        "-Dvcam.vm.accelerator=tcg",
                        "-Dvcam.vm.directory=" + state)
                .withModuleBuilt();
    }

    /** Everything that is not the tests' own comes from this machine's repository, which has no checksums. */
    private static String settingsXml() {
        String central = "<id>central</id><url>file://" + property("localRepository") + "</url>"
                + "<releases><checksumPolicy>ignore</checksumPolicy></releases>";
        return "<settings><activeProfiles><activeProfile>here</activeProfile></activeProfiles>"
                + "<profiles><profile><id>here</id>"
                + "<repositories><repository>" + central + "</repository></repositories>"
                + "<pluginRepositories><pluginRepository>" + central + "</pluginRepository></pluginRepositories>"
                + "</profile></profiles></settings>\n";
    }

    private static String property(String name) {
        String value = System.getProperty("vcam.it." + name);
        assertThat(value).as("vcam.it." + name).isNotNull();
        return value;
    }

    public Path directory() {
        return directory;
    }

    /**
     * The kernel module that the build made by the same goal, from the same source, for the same kernel, lies here already:
     * compiling it once more takes an emulated guest longer than all else.
     */
    public CameraProject withModuleBuilt() {
        copyBuiltModule(directory.resolve("target"));
        return this;
    }

    /** The same for a place whose directory is not a project's. */
    public static void copyBuiltModule(Path into) {
        copyTree(Path.of(property("root"), "vcam-it/target/kmod"), into.resolve("kmod"));
    }

    private static void copyTree(Path from, Path into) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = into.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same project as that of another user, who owns it: as the words in front of a command make it theirs. */
    CameraProject as(List<String> words) {
        return new CameraProject(directory, words);
    }

    public CommandResult mvn(String... words) {
        if (maven == null) {
            maven = new WarmMaven(directory, before, JVM);
        }
        return maven.run(LIMIT, words);
    }

    /** The command, for tests that change something about it. */
    public Command command(String... words) {
        List<String> argv = new ArrayList<>(before);
        argv.add("mvn");
        argv.addAll(List.of(words));
        return Command.of(argv).in(directory.toString()).within(LIMIT);
    }

    /** Maven beside the test. */
    public RunningProgram start(String... words) {
        List<String> argv = new ArrayList<>(List.of("env", "-C", directory.toString(), "mvn"));
        argv.addAll(List.of(words));
        return RunningProgram.start(argv.toArray(String[]::new));
    }

    /** Fails the test unless Maven succeeded. */
    public void mvnSucceeds(String... words) {
        succeeded(mvn(words));
    }

    /** The same with a Maven that starts for these words alone, as a person's does. */
    public void startsAndSucceeds(String... words) {
        succeeded(Programs.run(command(words)));
    }

    private static void succeeded(CommandResult result) {
        assertThat(result.exitStatus()).as(result.stdout() + result.stderr()).isZero();
    }

    /** The one line of the answer that has an error id; Maven has to fail with status 1. */
    public String mvnFails(String... words) {
        return failure(mvn(words));
    }

    public static String failure(CommandResult result) {
        List<String> lines = result.stdout()
                .lines()
                .filter(line -> line.contains("VCAM-") && line.contains("ERROR"))
                .toList();
        assertThat(result.exitStatus()).as(result.stdout()).isEqualTo(1);
        assertThat(lines).as(result.stdout()).hasSize(1);
        return lines.get(0);
    }

    /** Processes that were started in or for this project and still live. */
    public List<String> leftProcesses() {
        return processesOf(directory);
    }

    /** Workers of this name that programs of this build have started on this machine. */
    public static List<String> workersHere(String name) {
        return processesOf(Path.of(property("repository"))).stream()
                .filter(line -> line.contains(name))
                .toList();
    }

    /** Processes whose command line names this path. */
    public static List<String> processesOf(Path path) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(path.toString()))
                .toList();
    }

    /** Ends the Maven that stays. */
    @Override
    public void close() {
        if (maven != null) {
            maven.close();
            maven = null;
        }
    }
}
