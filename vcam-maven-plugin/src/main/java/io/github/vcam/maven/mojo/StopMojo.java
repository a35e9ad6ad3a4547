// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.cameras.StartedCameras;
import io.github.vcam.runtime.Place;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/** Takes away the cameras that <code>vcam:start</code> started here, and the module when it was loaded for such alone. */
@Mojo(name = "stop", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, requiresProject = false, threadSafe = true)
public final class StopMojo extends VcamMojo {
    @Override
    Work work() {
        return this::stop;
    }

    private void stop(Place place) {
        boolean stopped = new StartedCameras(place.options().directory().resolve("vcam")).stop();
        getLog().info(stopped ? "the cameras are gone" : "no camera was started here");
        if (stopped && place.unloadForOwn()) {
            getLog().info("nobody has a camera any more: unloaded the module");
        }
    }
}
