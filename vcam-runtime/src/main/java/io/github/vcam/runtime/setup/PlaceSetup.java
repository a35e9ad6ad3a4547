// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.setup;

import io.github.vcam.runtime.kernel.KernelTree;
import io.github.vcam.runtime.place.Machine;
import io.github.vcam.runtime.place.ThisMachine;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.Programs;
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
    private final boolean hasApt;
    private final Setup setup;
    private final Requirements requirements = new Requirements();

    /**
     * A setup of this machine.
     *
     * @param vm the micro-VM, used or not
     */
    public PlaceSetup(CommandExecutor here, VmSettings vm) {
        this.here = here;
        this.vm = vm;
        this.apt = new Apt(here, PackageLists.USUAL);
        this.hasApt = Programs.find("apt-get").isPresent();
        this.setup = new Setup(Optional.of(apt).filter(found -> hasApt));
    }

    /**
     * Installs what is missing for the place, for a micro-VM its kernel, too.
     *
     * @param packages further packages
     */
    public void satisfy(Machine place, List<String> packages) {
        boolean host = place instanceof ThisMachine;
        List<Requirement> wanted = host
                ? requirements.ofHost(place.kernelRelease())
                : requirements.ofVm(vm.hardware().type());
        wanted.addAll(requirements.ofPackages(packages, new PackageLists(here)));
        setup.satisfy(wanted);
        if (host) { // only its headers tell
            setup.satisfy(requirements.ofCompiler(KernelTree.lookUp(Path.of("/"), place.kernelRelease())));
        } else {
            setup.satisfy(requirements.ofModules(kernel().modulesDirectory()));
        }
    }

    /** Installs what a profile needs of the place, beside all that a camera does. */
    public void satisfyProfile(Machine place) {
        setup.satisfy(requirements.ofProfile(place.kernelRelease()));
    }

    private GuestKernel kernel() {
        Optional<GuestKernel> kernel = vm.kernel()
                .release()
                .map(release -> GuestKernel.find(vm.cache(), release))
                .orElseGet(() -> GuestKernel.find(vm.cache()));
        if (kernel.isPresent()) {
            LOG.info("is there:  kernel {} for the micro-VM", kernel.get().release());
            return kernel.get();
        }
        if (!hasApt) {
            setup.satisfy(List.of(new Requirement(
                    "a kernel with its headers, readable for everybody (/boot/vmlinuz-<release>)",
                    "linux-image",
                    () -> false)));
        }
        apt.update();
        return GuestKernel.fetch(vm.cache(), here, LOG::info);
    }
}
