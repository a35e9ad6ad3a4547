// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/** Unloads the kernel module; when it is busy, names who holds it, and ends nobody. */
@Mojo(name = "unload", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, requiresProject = false, threadSafe = true)
public final class UnloadMojo extends VcamMojo {
    @Override
    Work work() {
        return place -> getLog().info(place.unload() ? "unloaded v4l2loopback" : "v4l2loopback is not loaded");
    }
}
