// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.InvalidValueException;
import io.github.vcam.runtime.vm.Accelerator;
import io.github.vcam.runtime.vm.VmSettings;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Where a goal works: the parameters of the place. */
@SuppressWarnings("NullAway.Init") // Maven sets the parameters
public abstract class PlaceMojo extends AbstractMojo {
    /**
     * Where the camera lives: <code>host</code>, this machine's own kernel; <code>vm</code>, a micro-VM;
     * <code>auto</code>, the host where modules can be built and loaded (which takes root or sudo), else the micro-VM.
     */
    @Parameter(property = "vcam.target", defaultValue = "auto")
    private String target;

    /** State of the micro-VM; two builds with the same directory use the same one. Default: in the user's cache. */
    @Parameter(property = "vcam.vm.directory")
    private @Nullable File vmDirectory;

    /** A directory that this machine and the micro-VM both write, at the same path in both. Default: in its state. */
    @Parameter(property = "vcam.vm.share")
    private @Nullable File vmShare;

    /** The micro-VM's memory in MiB. Default: 3072, or half of this machine's. */
    @Parameter(property = "vcam.vm.memory")
    private @Nullable Integer vmMemory;

    /** The micro-VM's processors. Default: 2. */
    @Parameter(property = "vcam.vm.cpus")
    private @Nullable Integer vmCpus;

    /**
     * What executes the micro-VM's instructions: <code>kvm</code>, the processor; <code>tcg</code>, QEMU's translator;
     * <code>auto</code>, KVM when a trial shows that it works. Default: tcg.
     */
    @Parameter(property = "vcam.vm.accelerator")
    private @Nullable String vmAccelerator;

    /** Lets the micro-VM's clock count instructions instead of time, so that figures repeat; one processor, no KVM. */
    @Parameter(property = "vcam.vm.countsInstructions")
    private boolean vmCountsInstructions;

    /** Release of the micro-VM's kernel. Default: the newest that is there. */
    @Parameter(property = "vcam.vm.kernel")
    private @Nullable String vmKernel;

    /** More arguments for the micro-VM's kernel, separated by spaces. */
    @Parameter(property = "vcam.vm.kernelArguments")
    private @Nullable String vmKernelArguments;

    /** Seconds that the micro-VM may take to start. Default: 180. */
    @Parameter(property = "vcam.vm.bootTimeout")
    private @Nullable Integer vmBootTimeout;

    /** Minutes after which a micro-VM that nobody uses powers off; 0 for never. Default: 30. */
    @Parameter(property = "vcam.vm.idleMinutes")
    private @Nullable Integer vmIdleMinutes;

    /** Where the user wants to work; goals that concern one place alone say which. */
    String place() {
        return target;
    }

    /** The micro-VM's settings: what the user gave, else what is usual. */
    final VmSettings vmSettings() {
        VmSettings usual =
                VmSettings.in(vmDirectory == null ? VmSettings.defaultCache().resolve("vm") : vmDirectory.toPath());
        Path share = vmShare == null ? usual.share() : vmShare.toPath();
        return usual.with(new VmSettings.Paths(usual.state(), usual.cache(), share))
                .with(hardware(usual.hardware()))
                .with(kernel(usual.kernel()))
                .with(timeouts(usual.timeouts()));
    }

    private VmSettings.Hardware hardware(VmSettings.Hardware usual) {
        return new VmSettings.Hardware(
                usual.type(),
                vmAccelerator == null ? usual.accelerator() : accelerator(vmAccelerator),
                vmCpus == null ? usual.cpus() : vmCpus,
                vmMemory == null ? usual.memoryMiB() : vmMemory,
                vmCountsInstructions);
    }

    private VmSettings.Kernel kernel(VmSettings.Kernel usual) {
        return new VmSettings.Kernel(
                Optional.ofNullable(vmKernel),
                vmKernelArguments == null
                        ? usual.arguments()
                        : List.of(vmKernelArguments.strip().split(" +", -1)));
    }

    private VmSettings.Timeouts timeouts(VmSettings.Timeouts usual) {
        return new VmSettings.Timeouts(
                vmBootTimeout == null ? usual.boot() : Duration.ofSeconds(vmBootTimeout),
                vmIdleMinutes == null ? usual.idle() : Duration.ofMinutes(vmIdleMinutes));
    }

    private static Accelerator accelerator(String wish) {
        try {
            return Accelerator.valueOf(wish.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw InvalidValueException.of(
                    "vm.accelerator", "the accelerator is '" + wish + "'; it can be auto, kvm or tcg");
        }
    }
}
