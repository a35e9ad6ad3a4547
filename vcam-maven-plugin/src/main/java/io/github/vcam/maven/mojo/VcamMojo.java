// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.InvalidValueException;
import io.github.vcam.feed.Durations;
import io.github.vcam.maven.console.Console;
import io.github.vcam.runtime.Place;
import io.github.vcam.runtime.PlaceOptions;
import io.github.vcam.runtime.vm.Accelerator;
import io.github.vcam.runtime.vm.VmSettings;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What all goals share: the place where they work, and how failures are told. */
@SuppressWarnings("NullAway.Init") // Maven sets the parameters
public abstract class VcamMojo extends AbstractMojo {
    private static final String WHERE = "CAMERAS ARE IN A MICRO-VM: programs of this machine do not see them; run"
            + " programs beside them by `mvn vcam:exec -Dvcam.command=…`, a build's tests by failsafe's"
            + " <jvm>${vcam.jvm}</jvm> after vcam:start";

    /**
     * Where the camera lives: <code>host</code>, this machine's own kernel; <code>vm</code>, a micro-VM;
     * <code>auto</code>, the host where modules can be loaded (which takes root or sudo) and what builds them is there or
     * among the packages, else the micro-VM.
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
     * <code>auto</code>, KVM when a trial shows that it works. Default: auto.
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

    /** How long the micro-VM may take to start, for instance 90s. Default: 3m. */
    @Parameter(property = "vcam.vm.bootTimeout")
    private @Nullable String vmBootTimeout;

    /** After how long a micro-VM that nobody uses powers off, for instance 1h; 0 for never. Default: 30m. */
    @Parameter(property = "vcam.vm.idleTimeout")
    private @Nullable String vmIdleTimeout;

    /** Whether the micro-VM may go on from one that was saved, which takes a second, and is saved for the next start. */
    @Parameter(property = "vcam.vm.saved", defaultValue = "true")
    private boolean vmSaved;

    /** Directory of the kernel module's source, which holds src/main/c. Default: this reactor's, else vcam's own. */
    @Parameter(property = "vcam.moduleSource")
    private @Nullable File moduleSource;

    /** Leaves the goal out. */
    @Parameter(property = "vcam.skip", defaultValue = "false")
    private boolean skip;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
    private List<Artifact> artifacts;

    @Parameter(defaultValue = "${plugin.version}", readonly = true, required = true)
    private String version;

    @Parameter(defaultValue = "${project.build.directory}", readonly = true, required = true)
    private File buildDirectory;

    @Inject
    private WorkerArtifacts workerArtifacts;

    /** Reads the parameters, so that a wrong one fails before anything is started, and says what is to be done. */
    abstract Work work();

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip || Reactor.leavesOut(session)) {
            getLog().info("left out (vcam.skip)");
            return;
        }
        try {
            FeedPrecheck.check(session, directory());
            perform(work());
            Reactor.settle(session);
        } catch (RuntimeException e) {
            getLog().debug(e);
            Failures.rethrow(e, this::property);
        }
    }

    private void perform(Work work) {
        try (Place place = Place.open(options())) {
            getLog().info(BuildStamp.line(version) + " works on " + place.description() + ": " + place.reason());
            if (place.vm().isPresent() && usesCameras()) {
                Reactor.once(session, WHERE, () -> getLog().warn(WHERE));
            }
            work.in(place);
        }
    }

    /** Whether it has to do with cameras that somebody may look for. */
    boolean usesCameras() {
        return true;
    }

    /** Where the user wants to work; goals that concern one place alone say which. */
    String place() {
        return target;
    }

    /** The property that sets a value which core or the runtime call so: {@code max_width} is vcam.maxWidth. */
    String property(String name) {
        return Advice.property(name);
    }

    /** Where relative paths begin: the project's directory, else where Maven was called. */
    final Path directory() {
        return Reactor.directory(session);
    }

    /** How to talk to people. */
    final Console console() {
        return Console.of(session.getRequest().isInteractiveMode());
    }

    /** Which build of the plugin this is. */
    final String stamp() {
        return BuildStamp.line(version);
    }

    /** For later goals of this project, and other plugins'. */
    final void setProperty(String name, String value) {
        session.getCurrentProject().getProperties().setProperty(name, value);
    }

    /** Leaves out what follows in this project: other goals, and tests that look at the property. */
    final void leaveOutTheRest(String why) {
        getLog().warn("************************************************************************");
        getLog().warn(why);
        getLog().warn("so the tests on a running kernel are NOT RUN; where CI is set this fails");
        getLog().warn("************************************************************************");
        Reactor.leaveOutTheRest(session);
    }

    private PlaceOptions options() {
        return PlaceOptions.of(place())
                .withVm(vm())
                .withDirectory(Reactor.buildDirectory(session, buildDirectory))
                .withPersonPresent(console().personPresent())
                .withModuleSource(
                        Optional.ofNullable(moduleSource).map(File::toPath).or(() -> Reactor.moduleSource(session)))
                .withWorkerClassPath(() -> workerArtifacts.classPath(session, version, artifacts));
    }

    /** The micro-VM's settings: what the user gave, else what is usual. */
    private VmSettings vm() {
        VmSettings usual =
                VmSettings.in(vmDirectory == null ? VmSettings.defaultCache().resolve("vm") : vmDirectory.toPath());
        Path share = vmShare == null ? usual.share() : vmShare.toPath();
        return usual.with(new VmSettings.Paths(usual.state(), usual.cache(), share))
                .with(hardware(usual.hardware()))
                .with(kernel(usual.kernel()))
                .with(timeouts(usual.timeouts()))
                .saved(vmSaved);
    }

    private VmSettings.Hardware hardware(VmSettings.Hardware usual) {
        return new VmSettings.Hardware(
                usual.type(),
                vmAccelerator == null ? usual.accelerator() : accelerator(vmAccelerator),
                Optional.ofNullable(vmCpus).orElse(usual.cpus()),
                Optional.ofNullable(vmMemory).orElse(usual.memoryMiB()),
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
                vmBootTimeout == null ? usual.boot() : Durations.parsePositive("vm.bootTimeout", vmBootTimeout),
                vmIdleTimeout == null ? usual.idle() : Durations.parse("vm.idleTimeout", vmIdleTimeout));
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
