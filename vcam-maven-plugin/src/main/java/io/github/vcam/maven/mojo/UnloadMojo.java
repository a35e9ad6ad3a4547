// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.runtime.kernel.DevicesFile;
import io.github.vcam.runtime.kernel.ModuleControl;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/** Unloads the kernel module; when it is busy, names who holds it, and ends nobody. */
@Mojo(name = "unload", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, requiresProject = false, threadSafe = true)
public final class UnloadMojo extends VcamMojo {
    @Inject
    public UnloadMojo(ModuleArtifact workshop) {
        super(workshop);
    }

    @Override
    void run(GoalContext context) {
        boolean unloaded = context.place().running() && new ModuleControl(context.place()).unload();
        getLog().info(unloaded ? "unloaded v4l2loopback" : "v4l2loopback is not loaded");
        DevicesFile.delete(context.devicesFile());
    }
}
