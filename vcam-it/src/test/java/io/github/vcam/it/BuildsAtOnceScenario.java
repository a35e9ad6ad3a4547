// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.CameraProject;
import io.github.vcam.it.support.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Builds whose cameras are there at the same time, and the first of which stops its own while the second one's tests still
 * look at theirs.
 */
abstract class BuildsAtOnceScenario {
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    /** Both wait for each other; then the one looks briefly and the other, whose camera has 10 frames/s, for long. */
    private static final String BUILD = """
            <build><plugins><plugin>
              <groupId>io.github.vcam</groupId><artifactId>vcam-maven-plugin</artifactId><version>@version@</version>
              <configuration><cameras><camera>
                <label>@label@</label><input>pattern:bars</input><size>160x120</size><fps>10</fps>
              </camera></cameras></configuration>
              <executions>
                <execution><goals><goal>start</goal><goal>stop</goal></goals></execution>
                <execution><id>look</id><phase>integration-test</phase><goals><goal>exec</goal></goals><configuration>
                  <command>touch /tmp/@mark@-@label@; i=0;
                    until [ -e /tmp/@mark@-@other@ ] || [ $i -gt 400 ]; do sleep 0.5; i=$((i+1)); done;
                    ls /tmp/@mark@-@other@ &amp;&amp;
                    v4l2-ctl -d ${vcam.@word@.device} --info --stream-mmap --stream-count=@frames@ --stream-to=/dev/null</command>
                  <output>${project.build.directory}/seen</output>
                </configuration></execution>
              </executions>
            </plugin></plugins></build>
            """;

    private final String mark = "vcam-it-" + UUID.randomUUID();

    /** A project whose cameras are there, with the module built. */
    abstract CameraProject make(String name);

    /** Ends what the projects' place needs. */
    abstract void leave();

    /** An annotation on a method that is overridden counts for nothing. */
    @AfterEach
    final void leavePlace() {
        leave();
    }

    private String brief() {
        return build("Brief", "Lasting", 3);
    }

    private String lasting() {
        return build("Lasting", "Brief", 200);
    }

    private String build(String label, String other, int frames) {
        return BUILD.replace("@version@", System.getProperty("vcam.it.version"))
                .replace("@label@", label)
                .replace("@word@", label.toLowerCase(Locale.ROOT))
                .replace("@other@", other)
                .replace("@mark@", mark)
                .replace("@frames@", Integer.toString(frames));
    }

    private static void writePom(Path directory, String artifact, String rest) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve("pom.xml"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>camera</groupId><artifactId>" + artifact
                        + "</artifactId><version>1</version><packaging>pom</packaging>" + rest + "</project>\n");
    }

    /** What a build's look has seen: its own camera, to the last frame. */
    private static void assertSeen(Path directory, String label) throws IOException {
        assertThat(Files.readString(directory.resolve("target/seen")))
                .containsPattern("Card type *: " + label)
                .doesNotContain("failed");
        assertThat(directory.resolve("target/vcam/cameras.json")).doesNotExist();
    }

    private static void assertSucceeds(RunningProgram maven) {
        assertThat(maven.awaitExit(PATIENCE)).as(maven.output()).isZero();
    }

    @Test
    void twoModulesAtOnce_eachKeepsItsCamera() throws IOException {
        CameraProject reactor = make("reactor");
        Path directory = reactor.directory();
        writePom(directory, "reactor", "<modules><module>brief</module><module>lasting</module></modules>");
        writePom(directory.resolve("brief"), "brief", brief());
        writePom(directory.resolve("lasting"), "lasting", lasting());
        CameraProject.copyBuiltModule(directory.resolve("brief/target"));
        CameraProject.copyBuiltModule(directory.resolve("lasting/target"));
        try (RunningProgram maven = reactor.start("-T2", "verify")) {
            assertSucceeds(maven);
            assertThat(maven.output())
                    .doesNotContain("not marked as thread-safe")
                    .containsOnlyOnce("unloaded the module");
        }
        assertSeen(directory.resolve("brief"), "Brief");
        assertSeen(directory.resolve("lasting"), "Lasting");
    }

    @Test
    void twoBuildsAtOnce_eachKeepsItsCamera() throws IOException {
        CameraProject one = make("one-build");
        CameraProject other = make("other-build");
        writePom(one.directory(), "one", brief());
        writePom(other.directory(), "other", lasting());
        try (RunningProgram first = one.start("verify");
                RunningProgram second = other.start("verify")) {
            assertSucceeds(first);
            assertSucceeds(second);
            List<String> said = List.of(first.output(), second.output());
            assertThat(said)
                    .filteredOn(text -> text.contains("unloaded the module"))
                    .hasSize(1);
        }
        assertSeen(one.directory(), "Brief");
        assertSeen(other.directory(), "Lasting");
    }
}
