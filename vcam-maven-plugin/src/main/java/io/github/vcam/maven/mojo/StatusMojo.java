// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.runtime.kernel.ModuleControl;
import io.github.vcam.runtime.kernel.ModuleState;
import io.github.vcam.runtime.kernel.StatusReport;
import io.github.vcam.runtime.process.StandardStreams;
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
    public StatusMojo(ModuleArtifact workshop) {
        super(workshop);
    }

    @Override
    void run(GoalContext context) {
        ModuleState state = context.place().running()
                ? new ModuleControl(context.place()).state()
                : new ModuleState(Optional.empty(), Map.of(), List.of(), List.of());
        StatusReport report = new StatusReport(state);
        if (json) {
            StandardStreams.print(report.json() + "\n");
        } else {
            report.lines().forEach(getLog()::info);
        }
    }
}
