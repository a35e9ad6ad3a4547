// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.feed.Inputs;
import io.github.vcam.runtime.doctor.Doctor;
import io.github.vcam.runtime.feed.CameraPlaceholders;
import io.github.vcam.runtime.feed.FeedProgress;
import io.github.vcam.runtime.feed.InputHandOver;
import io.github.vcam.runtime.feed.Snapshot;
import io.github.vcam.runtime.feed.WorkerLauncher;
import io.github.vcam.runtime.kernel.DevicesFile;
import io.github.vcam.runtime.kernel.KernelTree;
import io.github.vcam.runtime.kernel.ModuleBuild;
import io.github.vcam.runtime.kernel.ModuleControl;
import io.github.vcam.runtime.kernel.ModuleInstall;
import io.github.vcam.runtime.kernel.ModuleParameters;
import io.github.vcam.runtime.kernel.ModuleSource;
import io.github.vcam.runtime.kernel.ModuleState;
import io.github.vcam.runtime.place.GuestMachine;
import io.github.vcam.runtime.place.Machine;
import io.github.vcam.runtime.place.MachineFacts;
import io.github.vcam.runtime.place.PlaceChoice;
import io.github.vcam.runtime.place.ThisMachine;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandRunner;
import io.github.vcam.runtime.process.ThisUser;
import io.github.vcam.runtime.setup.PackageLists;
import io.github.vcam.runtime.setup.PlaceSetup;
import io.github.vcam.runtime.vm.MicroVm;
import io.github.vcam.runtime.worker.CameraOrder;
import io.github.vcam.runtime.worker.PlaceholderOrder;
import io.github.vcam.runtime.worker.SnapshotOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The place where cameras live: this machine, or a micro-VM that sees this machine's files. Opening one starts nothing;
 * a micro-VM starts with the first thing that needs it, and goes on after {@link #close} until nobody has used it for
 * its idle time. For one thread at a time; what it returns says its own rule. Methods fail with a {@link VcamException}
 * that says what was tried, on what, and what the kernel or the program answered.
 */
public final class Place implements AutoCloseable {
    private static final String USUAL_DEVICE = "/dev/video10";

    private final Machine machine;
    private final CommandExecutor here;
    private final PlaceOptions options;
    private final String reason;
    private final WorkerLauncher workers;
    private final PlaceInputs inputs;

    /** A place on a machine that is given. */
    Place(Machine machine, CommandExecutor here, PlaceOptions options, String reason) {
        this.machine = machine;
        this.here = here;
        this.options = options;
        this.reason = reason;
        this.workers = workers(machine, here, options);
        this.inputs = new PlaceInputs(machine);
    }

    private static WorkerLauncher workers(Machine there, CommandExecutor here, PlaceOptions options) {
        return new WorkerLauncher(
                there, here, options.workerClassPath(), options.vm().cache().resolve("javacpp"));
    }

    /** Chooses the place by the options and by what this machine can do. */
    public static Place open(PlaceOptions options) {
        CommandRunner here = CommandRunner.create(options.personPresent());
        MachineFacts facts = MachineFacts.read(
                Path.of("/"),
                release -> KernelTree.lookUp(Path.of("/"), release).isPresent());
        PlaceChoice choice = PlaceChoice.of(
                options.where(), facts, new PlaceChoice.Means(new PackageLists(here)::offers, here::canBeRoot));
        Machine machine = choice.place() == PlaceChoice.Place.HOST
                ? new ThisMachine(here, facts.kernelRelease())
                : GuestMachine.of(options.vm(), here);
        return new Place(machine, here, options, choice.reason());
    }

    /** What it is, for people: {@code this machine, kernel 6.1.0-42-amd64}. */
    public String description() {
        return machine.description();
    }

    /** Why it is this one, a half sentence for people. */
    public String reason() {
        return reason;
    }

    /** Whether it runs; one that does not has no camera, and starts when something needs it. */
    public boolean running() {
        return machine.running();
    }

    /**
     * Installs by apt what this machine lacks to build and carry cameras; root's rights are needed where it lacks some.
     *
     * @param packages further Debian packages that are wanted
     */
    public void setUp(List<String> packages) {
        new PlaceSetup(here, options.vm()).satisfy(machine, packages);
    }

    /** Installs by apt what this machine lacks to profile programs in the place; root's rights are needed where it lacks some. */
    public void setUpProfile() {
        new PlaceSetup(here, options.vm()).satisfyProfile(machine);
    }

    /** Who finds what is wrong here. Nothing is started to look. */
    public Doctor doctor() {
        return Doctor.of(new Doctor.Case(
                machine,
                here,
                CommandRunner.create(options.personPresent())::canBeRoot,
                options.vm(),
                options.directory(),
                options.moduleSource()));
    }

    /** Builds the kernel module where that is needed, and installs it with its udev rule; root's rights are needed. */
    public void install() {
        ModuleSource source = source();
        new ModuleInstall(machine).install(builds().build(source, tree()), source.rules());
    }

    /** Takes away what {@link #install} put there, and nothing else. */
    public void uninstall() {
        new ModuleInstall(machine).uninstall();
    }

    /**
     * Loads the installed module with these cameras, and waits for their nodes; one that is loaded just so stays, one
     * that is loaded otherwise is loaded anew. Root's rights are needed.
     *
     * @return the cameras; closing them unloads the module
     */
    public Cameras load(CameraSpec... cameras) {
        Cameras loaded = load(CameraSpec.parameters(List.of(cameras)));
        List<PlaceholderOrder> placeholders = new ArrayList<>();
        Iterator<Camera> made = loaded.iterator();
        for (CameraSpec wanted : cameras) {
            if (made.hasNext()) {
                wanted.placeholder(made.next().node()).ifPresent(placeholders::add);
            }
        }
        showPlaceholders(placeholders);
        return loaded;
    }

    /** Gets ready beside the caller for the first thing that is played, where a place takes a while to come up. */
    public void expectToPlay() {
        if (machine.mayHoldFiles()) {
            workers.lookAhead();
        }
    }

    /** Gives cameras that are there what they show while nobody feeds them, beside the caller. */
    public void showPlaceholders(List<PlaceholderOrder> placeholders) {
        new CameraPlaceholders(workers)
                .show(placeholders.stream()
                        .map(order -> order.of(order.device(), asSeenThere(order.input())))
                        .toList());
    }

    /** The same with every parameter that the module has. */
    public Cameras load(ModuleParameters parameters) {
        ModuleState state = new ModuleControl(machine).load(parameters);
        DevicesFile.write(devicesFile(), state.devices());
        return new Cameras(
                this,
                state.devices().stream()
                        .map(device -> new Camera(this, device.node(), device.label()))
                        .toList());
    }

    /** Installs the module and, where one is loaded, loads it anew with the parameters that it has. */
    public void reload() {
        install();
        Optional<String> note = status().loaded().map(ModuleState.Loaded::with);
        if (note.isPresent()) {
            unload();
            load(ModuleParameters.of(note.get()));
        }
    }

    /**
     * Unloads the module; one that somebody uses stays, and the failure names them.
     *
     * @return whether it was loaded
     */
    public boolean unload() {
        boolean unloaded = machine.running() && new ModuleControl(machine).unload();
        DevicesFile.delete(devicesFile());
        return unloaded;
    }

    /** The module, its cameras, who feeds and who watches them. Nothing is started to learn that there is nothing. */
    public ModuleState status() {
        return machine.running() ? new ModuleControl(machine).state() : ModuleState.NOTHING;
    }

    /** The node of the camera that was loaded first, for whoever names none. */
    public String usualDevice() {
        return DevicesFile.firstNode(devicesFile()).orElse(USUAL_DEVICE);
    }

    /**
     * Plays an input of this machine into a camera, beside the caller. What the place does not see is read here and handed over,
     * once: standard input of this program, and for a micro-VM what comes from a network or a pipe.
     */
    public Feed play(FeedRequest request) {
        return play(request, (sent, total, note) -> {});
    }

    /**
     * The same for somebody who wants to know how far it is.
     *
     * @param progress is told about once a second, by a thread of the feed
     */
    public Feed play(FeedRequest request, FeedProgress progress) {
        requireRunning();
        if (request.onDemand() && inputs.isHandedOver(request.input())) {
            throw InputHandOver.once(machine, request.input());
        }
        return new Feed(workers, reach(request), progress);
    }

    private PlaceInput reach(FeedRequest request) {
        if (!inputs.isHandedOver(request.input())) {
            return PlaceInput.seen(asSeenThere(request));
        }
        Machine thisMachine = new ThisMachine(here, System.getProperty("os.version", ""));
        return PlaceInput.handedOver(InputHandOver.begin(machine, workers(thisMachine, here, options), request));
    }

    /**
     * Makes a camera that plays an input of this machine, beside the caller and beside whatever cameras there are. The
     * module is loaded, see {@link #loadForOwn}. What the place does not see is handed over, but for standard input, which
     * this program has once.
     */
    public OwnCamera start(CameraOrder order) {
        return new OwnCamera(workers, order.withPlaceholder(seenThere(order.placeholder())), this::reachForOwn);
    }

    private PlaceInput reachForOwn(FeedRequest request) {
        String input = request.input();
        if (Inputs.isStandardInput(input)) {
            return PlaceInput.seen(asSeenThere(request)); // fails
        }
        return reach(request.withLoop(request.loop() && !Inputs.isStream(input)));
    }

    private @Nullable String seenThere(@Nullable String input) {
        return input == null ? null : asSeenThere(input);
    }

    /**
     * Loads the installed module without a camera where it is not loaded, so that this user and their group may have
     * cameras of their own; one that is loaded stays. Root's rights are needed where it is not.
     */
    public void loadForOwn() {
        new ModuleControl(machine).loadForOwn(ThisUser.groupId());
    }

    /**
     * Unloads the module if {@link #loadForOwn} loaded it and there is no camera any more.
     *
     * @return whether it was unloaded
     */
    public boolean unloadForOwn() {
        return machine.running() && new ModuleControl(machine).unloadForOwn();
    }

    /**
     * Writes what a camera shows as a PNG file of this machine.
     *
     * @param device its node, number or label
     * @param delay how long to watch before
     */
    public void snapshot(String device, Duration delay, Path file) {
        requireRunning();
        Snapshot.checkOutput(file);
        new Snapshot(workers).take(new SnapshotOrder(device, delay.toNanos() / 1e9), file);
    }

    /** The request with the paths by which the place sees this machine's files; fails for what it can never see. */
    public FeedRequest asSeenThere(FeedRequest request) {
        return request.withInput(asSeenThere(request.input()));
    }

    private String asSeenThere(String input) {
        return inputs.seenThere(input);
    }

    private void requireRunning() {
        if (!machine.running()) {
            throw new VcamException(
                    CoreError.DEVICE_ABSENT, description() + " is not running, so there is no camera in it");
        }
    }

    private Path devicesFile() {
        return options.directory().resolve("vcam/devices.json");
    }

    /** Takes back what was lent to the place; cameras and micro-VM go on. */
    @Override
    public void close() {
        machine.close();
    }

    // What the face stands on, for whoever needs more of it.

    /** Runs commands in the place. */
    public Machine machine() {
        return machine;
    }

    /** Runs commands on this machine. */
    public CommandExecutor here() {
        return here;
    }

    /** Starts programs of vcam's beside the camera. */
    public WorkerLauncher workers() {
        return workers;
    }

    /** The micro-VM, where the place is one. */
    public Optional<MicroVm> vm() {
        return machine instanceof GuestMachine guest ? Optional.of(guest.vm()) : Optional.empty();
    }

    /** The kernel module's source. */
    public ModuleSource source() {
        return options.moduleSource()
                .map(ModuleSource::in)
                .orElseGet(() -> ModuleSource.supplied(options.directory().resolve("kmod/source")));
    }

    /** The tree against which modules for the place's kernel are built. */
    public KernelTree tree() {
        String release = machine.kernelRelease();
        return machine.kernelTree()
                .map(path -> new KernelTree(release, path))
                .orElseGet(() -> KernelTree.find(release));
    }

    /** Builds the module on this machine. */
    public ModuleBuild builds() {
        return new ModuleBuild(here, options.directory().resolve("kmod"));
    }

    /** The options that it was opened with. */
    public PlaceOptions options() {
        return options;
    }
}
