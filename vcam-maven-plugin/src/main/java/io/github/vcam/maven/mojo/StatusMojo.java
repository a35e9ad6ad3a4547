// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.runtime.Place;
import io.github.vcam.runtime.kernel.StatusReport;
import java.io.File;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Shows the module, its cameras, their formats, who feeds them, who watches them, and how many frames went. */
@Mojo(name = "status", requiresProject = false, threadSafe = true)
public final class StatusMojo extends VcamMojo {
    /** Says it in JSON, which <code>docs/status.schema.json</code> describes, instead of words. */
    @Parameter(property = "vcam.json", defaultValue = "false")
    private boolean json;

    /** A file for the answer, which gets it byte for byte. Default: standard output. */
    @Parameter(property = "vcam.output")
    private @Nullable File output;

    @Override
    Work work() {
        return this::show;
    }

    private void show(Place place) {
        StatusReport report = new StatusReport(place.status());
        try (Answer answer = Answer.to(output)) {
            if (json) {
                answer.line(report.json());
            } else {
                report.lines().forEach(answer::line);
            }
        }
    }
}
