// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.Place;
import io.github.vcam.runtime.vm.MicroVm;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Finds what this machine lacks to build and carry the camera, says so, and installs it by apt. Where the camera will live in
 * a micro-VM, one is saved meanwhile, from which its first start goes on.
 */
@Mojo(name = "setup", defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST, requiresProject = false, threadSafe = true)
public final class SetupMojo extends VcamMojo {
    /** Further Debian packages that a project needs, for its tests for instance. */
    @Parameter(property = "vcam.packages")
    private List<String> packages = List.of();

    /**
     * What cannot be set up is said loudly, and the later goals of the project are left out, instead of a failure. Where
     * the environment variable CI is set it fails all the same.
     */
    @Parameter(property = "vcam.setup.optional", defaultValue = "false")
    private boolean optional;

    @Override
    Work work() {
        return this::setUp;
    }

    private void setUp(Place place) {
        try {
            place.setUp(packages);
            place.vm().ifPresent(MicroVm::saveAhead);
        } catch (VcamException e) {
            if (!optional || System.getenv("CI") != null) {
                throw e;
            }
            leaveOutTheRest(String.valueOf(e.getMessage()));
        }
    }
}
