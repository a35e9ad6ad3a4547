// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.setup;

import io.github.vcam.runtime.place.Machine;
import io.github.vcam.runtime.place.ThisMachine;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.vm.GuestKernel;
import io.github.vcam.runtime.vm.VmSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Installs by apt what this machine lacks to build a camera and to carry it in one of the places. */
public final class PlaceSetup {
    private static final Logger LOG = LoggerFactory.getLogger(PlaceSetup.class);

    private final CommandExecutor here;
    private final VmSettings vm;
    private final Apt apt;

    /**
     * A setup of this machine.
     *
     * @param vm the micro-VM, used or not
     */
    public PlaceSetup(CommandExecutor here, VmSettings vm) {
        this.here = here;
        this.vm = vm;
        this.apt = new Apt(here, Path.of("/var/lib/apt/lists"));
    }

    /**
     * Installs what is missing for the place, for a micro-VM its kernel, too.
     *
     * @param packages further Debian packages
     */
    public void satisfy(Machine place, List<String> packages) {
        boolean host = place instanceof ThisMachine;
        List<Requirement> requirements = host
                ? Requirements.ofHost(place.kernelRelease())
                : Requirements.ofVm(vm.hardware().type());
        requirements.addAll(Requirements.ofPackages(packages, here));
        new Setup(apt::install).satisfy(requirements);
        if (!host) {
            fetchKernel();
        }
    }

    private void fetchKernel() {
        Optional<GuestKernel> kernel = vm.kernel()
                .release()
                .map(release -> GuestKernel.find(vm.cache(), release))
                .orElseGet(() -> GuestKernel.find(vm.cache()));
        if (kernel.isPresent()) {
            LOG.info("is there:  kernel {} for the micro-VM", kernel.get().release());
            return;
        }
        apt.update();
        GuestKernel.fetch(vm.cache(), here, LOG::info);
    }
}
