// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.Place;
import io.github.vcam.runtime.doctor.Doctor;
import io.github.vcam.runtime.doctor.DoctorReport;
import io.github.vcam.runtime.doctor.Finding;
import io.github.vcam.runtime.error.RuntimeError;
import java.io.File;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong where cameras are to live, why it matters, and the one command that mends it. Changes nothing and asks
 * for no password, unless it is told to mend. Fails when no camera can play here before somebody has run such a command.
 */
@Mojo(name = "doctor", requiresProject = false, threadSafe = true)
public final class DoctorMojo extends VcamMojo {
    /** Mends what can be mended without a decision of the user's; where that takes root's rights, sudo may ask. */
    @Parameter(property = "vcam.fix", defaultValue = "false")
    private boolean fix;

    /** Says it in JSON, which <code>docs/doctor.schema.json</code> describes, instead of words. */
    @Parameter(property = "vcam.json", defaultValue = "false")
    private boolean json;

    /** A file for the answer, which gets it byte for byte. Default: standard output. */
    @Parameter(property = "vcam.output")
    private @Nullable File output;

    @Override
    Work work() {
        return this::examine;
    }

    private void examine(Place place) {
        Doctor doctor = place.doctor();
        List<Finding> findings = doctor.examine();
        List<Finding> mended =
                fix ? doctor.mend(findings, step -> Remedy.of(step).take(place)) : List.of();
        DoctorReport report = new DoctorReport(
                place.description(), place.reason(), findings, mended, cure -> forThisPlace(Remedy.command(cure)));
        try (Answer answer = Answer.to(output)) {
            if (json) {
                answer.line(report.json());
            } else {
                report.lines().forEach(answer::line);
            }
        }
        refuse(place, report);
    }

    /** Whoever named the place has to name it again. */
    private String forThisPlace(String command) {
        boolean named = place().equals("auto") || command.contains("vcam.target") || !command.startsWith("mvn ");
        return named ? command : command + " -Dvcam.target=" + place();
    }

    private void refuse(Place place, DoctorReport report) {
        List<Finding> hopeless = report.left().stream()
                .filter(finding -> fix ? finding.blocks() : finding.isHopeless())
                .toList();
        if (!hopeless.isEmpty()) {
            throw new VcamException(
                    RuntimeError.NOTHING_PLAYS,
                    "no camera can play on " + place.description() + " as things are: "
                            + hopeless.stream().map(Finding::what).collect(Collectors.joining("; ")));
        }
    }
}
