// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.maven.kernel.ModuleControl;
import io.github.vcam.maven.kernel.ModuleState;
import io.github.vcam.maven.kernel.StatusReport;
import io.github.vcam.maven.process.StandardStreams;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Shows the module, its cameras, their formats, who feeds them, who watches them, and how many frames went. */
@Mojo(name = "status", requiresProject = false, threadSafe = true)
public final class StatusMojo extends VcamMojo {
    /** Prints JSON to standard output instead of a table to the log. */
    @Parameter(property = "vcam.json", defaultValue = "false")
    private boolean json;

    @Inject
    public StatusMojo(Workshop workshop) {
        super(workshop);
    }

    @Override
    void run(Site site) {
        ModuleState state = site.target().running()
                ? new ModuleControl(site.target()).state()
                : new ModuleState(Optional.empty(), Map.of(), List.of(), List.of());
        StatusReport report = new StatusReport(state);
        if (json) {
            StandardStreams.print(report.json() + "\n");
        } else {
            report.lines().forEach(getLog()::info);
        }
    }
}
