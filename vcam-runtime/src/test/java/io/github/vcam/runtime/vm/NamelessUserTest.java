// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vcam.runtime.file.DirectoryTree;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.runtime.process.CommandRunner;
import io.github.vcam.runtime.process.Programs;
import io.github.vcam.runtime.process.ThisUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user who is a number without an entry in /etc/passwd, as {@code docker run -u} makes one: a real one, in a JVM. */
class NamelessUserTest {
    private static final int NUMBER = 54321;

    @TempDir
    Path directory;

    /** Makes all that has the user in its name or its place, twice, and says where it is. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println("name=" + System.getProperty("user.name"));
            System.out.println("home=" + ThisUser.home());
            for (int i = 0; i < 2; i++) {
                Path state = VmSettings.defaultCache().resolve("vm");
                Files.createDirectories(state);
                RuntimeDirectory runtime = RuntimeDirectory.forState(state);
                runtime.create();
                Files.deleteIfExists(Files.createFile(runtime.socket(1)));
                System.out.println("cache=" + VmSettings.defaultCache());
                System.out.println("runtime=" + runtime.path());
            }
        }
    }

    private CommandResult run(String home) throws IOException {
        assumeTrue(ThisUser.uid() == 0 && Programs.find("setpriv").isPresent(), "only root can be somebody else");
        Path classes = Path.of("target/classes").toAbsolutePath();
        String core = Stream.of(System.getProperty("java.class.path", "").split(":"))
                .filter(path -> path.contains("vcam-core"))
                .collect(Collectors.joining(":"));
        String id = Integer.toString(NUMBER);
        List<String> asThatUser = List.of("setpriv", "--reuid", id, "--regid", id, "--clear-groups");
        List<String> looking = new ArrayList<>(asThatUser);
        looking.addAll(List.of("test", "-r", Path.of("pom.xml").toAbsolutePath().toString()));
        assumeTrue(CommandRunner.create().run(Command.of(looking)).succeeded(), "others may not read the classes here");
        List<String> line = new ArrayList<>(asThatUser);
        line.addAll(List.of("env", "-u", "XDG_RUNTIME_DIR", "-u", "XDG_CACHE_HOME"));
        line.addAll(home.isEmpty() ? List.of("-u", "HOME") : List.of("HOME=" + home));
        line.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-cp"));
        line.add(classes + ":" + Path.of("target/test-classes").toAbsolutePath() + ":" + core);
        line.add(Program.class.getName());
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        return CommandRunner.create()
                .run(Command.of(line).in(directory.toString()).within(Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/nonexistent"})
    void userHasNeitherNameNorHome_allHasAPlaceOfTheirOwn(String home) throws IOException {
        try {
            CommandResult result = run(home);
            assertThat(result.stderr()).isEmpty();
            assertThat(result.stdout())
                    .contains("cache=/var/tmp/vcam-" + NUMBER, "runtime=/tmp/vcam-" + NUMBER + "-")
                    .doesNotContain("?/");
            assertThat(directory).isEmptyDirectory();
        } finally {
            DirectoryTree.delete(Path.of("/var/tmp/vcam-" + NUMBER));
            removeRuntimeDirectories();
        }
    }

    @Test
    void userHasNoNameButAHome_itIsTaken() throws IOException {
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        try {
            assertThat(run(home.toString()).stdout())
                    .contains("home=Optional[" + home + "]", "cache=" + home + "/.cache/vcam");
        } finally {
            removeRuntimeDirectories();
        }
    }

    private static void removeRuntimeDirectories() throws IOException {
        try (var left = Files.newDirectoryStream(Path.of("/tmp"), "vcam-" + NUMBER + "-*")) {
            for (Path one : left) {
                DirectoryTree.delete(one);
            }
        }
    }
}
