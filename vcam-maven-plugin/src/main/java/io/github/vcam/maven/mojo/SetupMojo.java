// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.place.ThisMachine;
import io.github.vcam.runtime.setup.Apt;
import io.github.vcam.runtime.setup.Requirement;
import io.github.vcam.runtime.setup.Requirements;
import io.github.vcam.runtime.setup.Setup;
import io.github.vcam.runtime.vm.GuestKernel;
import io.github.vcam.runtime.vm.VmSettings;
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
    public SetupMojo(ModuleArtifact workshop) {
        super(workshop);
    }

    @Override
    void run(GoalContext context) {
        try {
            setUp(context);
        } catch (VcamException e) {
            if (!optional || System.getenv("CI") != null) {
                throw e;
            }
            leaveOutTheRest(String.valueOf(e.getMessage()));
        }
    }

    private void setUp(GoalContext context) {
        Apt apt = new Apt(context.here(), Path.of("/var/lib/apt/lists"));
        boolean host = context.place() instanceof ThisMachine;
        List<Requirement> requirements = host
                ? Requirements.ofHost(context.place().kernelRelease())
                : Requirements.ofVm(context.vm().hardware().type());
        requirements.addAll(Requirements.ofPackages(packages, context.here()));
        new Setup(apt::install).satisfy(requirements);
        if (!host) {
            fetchKernel(context, apt);
        }
    }

    private void fetchKernel(GoalContext context, Apt apt) {
        VmSettings vm = context.vm();
        Optional<GuestKernel> kernel = vm.kernel()
                .release()
                .map(release -> GuestKernel.find(vm.cache(), release))
                .orElseGet(() -> GuestKernel.find(vm.cache()));
        if (kernel.isPresent()) {
            getLog().info("is there:  kernel " + kernel.get().release() + " for the micro-VM");
            return;
        }
        apt.update();
        GuestKernel.fetch(vm.cache(), context.here(), line -> getLog().info(line));
    }
}
