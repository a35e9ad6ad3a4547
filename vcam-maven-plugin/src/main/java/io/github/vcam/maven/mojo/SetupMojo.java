// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.VcamException;
import io.github.vcam.maven.setup.Apt;
import io.github.vcam.maven.setup.Requirement;
import io.github.vcam.maven.setup.Setup;
import io.github.vcam.maven.target.HostTarget;
import io.github.vcam.maven.vm.GuestKernel;
import io.github.vcam.maven.vm.VmSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Finds what this machine lacks to build and carry the camera, says so, and installs it by apt. */
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

    @Inject
    public SetupMojo(Workshop workshop) {
        super(workshop);
    }

    @Override
    void run(Site site) {
        try {
            setUp(site);
        } catch (VcamException e) {
            if (!optional || System.getenv("CI") != null) {
                throw e;
            }
            leaveOutTheRest(String.valueOf(e.getMessage()));
        }
    }

    private void setUp(Site site) {
        Apt apt = new Apt(site.here(), Path.of("/var/lib/apt/lists"));
        boolean host = site.target() instanceof HostTarget;
        List<Requirement> requirements = host
                ? Requirements.ofHost(site.target().kernelRelease())
                : Requirements.ofVm(site.vm().machine());
        requirements.addAll(Requirements.ofPackages(packages, site.here()));
        new Setup(apt::install).satisfy(requirements);
        if (!host) {
            fetchKernel(site, apt);
        }
    }

    private void fetchKernel(Site site, Apt apt) {
        VmSettings vm = site.vm();
        Optional<GuestKernel> kernel = vm.kernelRelease()
                .map(release -> GuestKernel.find(vm.cache(), release))
                .orElseGet(() -> GuestKernel.find(vm.cache()));
        if (kernel.isPresent()) {
            getLog().info("is there:  kernel " + kernel.get().release() + " for the micro-VM");
            return;
        }
        apt.update();
        GuestKernel.fetch(vm.cache(), site.here(), line -> getLog().info(line));
    }
}
