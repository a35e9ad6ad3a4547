// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.maven.kernel.KernelLines;
import io.github.vcam.maven.process.StandardStreams;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Prints the kernel's lines on video devices. */
@Mojo(name = "log", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, requiresProject = false, threadSafe = true)
public final class LogMojo extends VcamMojo {
    /** Goes on until Ctrl-C, as <code>dmesg -w</code> does. */
    @Parameter(property = "vcam.follow", defaultValue = "false")
    private boolean follow;

    /** Fails when the kernel reported a fault of its own (a bug, a warning) since its start; prints nothing else. */
    @Parameter(property = "vcam.check", defaultValue = "false")
    private boolean check;

    @Inject
    public LogMojo(Workshop workshop) {
        super(workshop);
    }

    @Override
    void run(Site site) {
        if (!site.target().running()) {
            getLog().info("there are no lines: " + site.target().description() + " is not running");
            return;
        }
        KernelLines lines = new KernelLines(site.target());
        if (check) {
            lines.check();
            getLog().info("the kernel reported no fault");
            return;
        }
        lines.copy(follow, StandardStreams.inherited().stdout());
    }
}
