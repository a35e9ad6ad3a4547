// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.CameraProject;
import io.github.vcam.it.support.Programs;
import io.github.vcam.runtime.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The project of a stranger's, {@code samples/web-test}, in a directory of its own: one command, as its README says. */
abstract class WebTestScenario {
    /** An emulated machine starts Maven and two browsers. */
    private static final Duration LIMIT = Duration.ofMinutes(20);

    /** An emulated machine has no time for the second compiler of a JVM that ends after minutes. */
    static final String QUICK_JVM = "-DargLine=-XX:TieredStopAtLevel=1";

    /** A copy of the sample, whose cameras are there, with the module built. */
    abstract CameraProject make();

    private static CommandResult verify(CameraProject project) {
        return Programs.run(project.command("verify").within(LIMIT));
    }

    private static String report(CameraProject project) throws IOException {
        try (Stream<Path> reports = Files.list(project.directory().resolve("target/failsafe-reports"))) {
            Path report = reports.filter(
                            file -> file.toString().endsWith(".xml") && !file.endsWith("failsafe-summary.xml"))
                    .findAny()
                    .orElseThrow();
            return Files.readString(report);
        }
    }

    @Test
    void verify_chromiumReadsTheCodesOffTheCameras() throws IOException {
        CameraProject project = make();
        CommandResult result = verify(project);
        assertThat(result.exitStatus()).as(result.stdout() + result.stderr()).isZero();
        assertThat(result.stdout())
                .contains("\"Front\" plays on /dev/video", "Tests run: 2, Failures: 0, Errors: 0, Skipped: 0")
                .contains("the cameras are gone");
        assertThat(report(project)).contains("reads_the_code", "reads_another_code_when_one_is_held_up");
    }
}
