// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.place.Machine;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads and unloads the module where the camera is. */
public final class ModuleControl {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleControl.class);
    /** The command by which somebody takes a module away that is not ours. */
    public static final String REMOVAL = "sudo modprobe -r " + ModuleNames.NAME;

    private static final int MODPROBE_FAILED = 3;
    private static final int NODE_MISSING = 4;
    /** Begins what the script tells of the module that it has loaded. */
    private static final String NOW = "\nnow\t";

    private static final String FOR_OWN = " devices=0 control_gid=";
    private static final String CONTROL_NODE = "/dev/v4l2loopback";

    private final Machine place;

    public ModuleControl(Machine place) {
        this.place = place;
    }

    /** Looks, and asks nobody; without root's rights it sees less (no counters, no holders of other users). */
    public ModuleState state() {
        return look("state");
    }

    /** The same, and the file that modprobe would take, which takes a guest as long as all the rest. */
    public ModuleState stateAndFile() {
        return look("all");
    }

    private ModuleState look(String what) {
        return ModuleState.parse(place.executor()
                .call(Script.PROBE.by(place.shell(), List.of(what)).asRootIfSilent()));
    }

    /** Loads the module; does nothing when it is loaded just so. */
    public ModuleState load(ModuleParameters parameters) {
        FirstLook first = firstLook(parameters);
        return first.loaded().orElseGet(() -> load(first.before(), parameters));
    }

    /** What was there before anything was done, and what was loaded. */
    private record FirstLook(ModuleState before, Optional<ModuleState> loaded) {}

    /** Looks, and loads in the same call where nothing is loaded and root's rights are there without a question. */
    private FirstLook firstLook(ModuleParameters parameters) {
        if (!place.mayHoldFiles()) {
            throw notInstalled();
        }
        List<String> arguments = arguments(ModuleNames.file(place.kernelRelease()), parameters);
        String facts = run(Script.LOOK_AND_LOAD.by(place.shell(), arguments).asRootIfSilent(), parameters);
        int now = ("\n" + facts).indexOf(NOW);
        if (now < 0) {
            return new FirstLook(ModuleState.parse(facts), Optional.empty());
        }
        LOG.info("loaded v4l2loopback with {}", parameters);
        return new FirstLook(
                ModuleState.parse(facts.substring(0, now)), Optional.of(ModuleState.parse(facts.substring(now))));
    }

    private ModuleState load(ModuleState before, ModuleParameters parameters) {
        if (before.loaded().isPresent()) {
            ModuleState.Loaded loaded = before.loaded().get();
            refuseForeign(loaded);
            if (loaded.with().equals(record(before, parameters))
                    && before.devices().size() >= parameters.nodes().size()) {
                LOG.info("already loaded with {}", parameters);
                return before;
            }
            LOG.info("loaded otherwise ({}); loading it anew", loaded.with().isEmpty() ? "not by vcam" : loaded.with());
            remove();
        }
        insert(before, parameters);
        LOG.info("loaded v4l2loopback with {}", parameters);
        return state();
    }

    /**
     * Loads the module without a camera where it is not loaded, for cameras that programs own. What is loaded stays, unless
     * it is an older build that has no camera.
     *
     * @param group whose members may have such cameras
     */
    public void loadForOwn(int group) {
        ModuleParameters parameters = ModuleParameters.forOwn(group);
        FirstLook first = firstLook(parameters);
        ModuleState before = first.before();
        before.loaded().ifPresent(this::refuseForeign);
        boolean stays = before.loaded()
                .filter(loaded -> !before.devices().isEmpty()
                        || loaded.sourceVersion().equals(before.installed().get("srcversion")))
                .isPresent();
        if (first.loaded().isEmpty() && !stays) {
            load(before, parameters);
        }
    }

    /** Unloads what {@link #loadForOwn} loaded, unless there is a camera or somebody is about to have one; tells whether. */
    public boolean unloadForOwn() {
        ModuleState state = state();
        boolean unneeded = state.devices().isEmpty()
                && state.loaded()
                        .filter(loaded -> loaded.with().contains(FOR_OWN))
                        .isPresent();
        return unneeded
                && place.executor()
                        .run(Command.of("rmmod", ModuleNames.NAME).asRootIfSilent())
                        .succeeded();
    }

    /** Unloads the module; tells whether there was one. */
    public boolean unload() {
        ModuleState state = state();
        if (state.loaded().isEmpty()) {
            return false;
        }
        refuseForeign(state.loaded().get());
        remove();
        return true;
    }

    private static String record(ModuleState state, ModuleParameters parameters) {
        return state.installed().getOrDefault("srcversion", "") + " " + parameters;
    }

    private void insert(ModuleState state, ModuleParameters parameters) {
        String file = ModuleNames.file(place.kernelRelease());
        String found = state.installed().getOrDefault("filename", "");
        if (found.isEmpty()) {
            throw notInstalled();
        }
        if (!found.equals(file) && !found.equals("/usr" + file)) {
            throw new VcamException(
                    RuntimeError.MODULE_FOREIGN,
                    "loading v4l2loopback on " + place.description() + ": modprobe would take " + found
                            + ", which is not ours");
        }
        run(
                Script.LOAD
                        .by(place.shell(), arguments(record(state, parameters), parameters))
                        .asRoot(),
                parameters);
    }

    private static List<String> arguments(String first, ModuleParameters parameters) {
        List<String> arguments = new ArrayList<>();
        arguments.add(first);
        // the control node comes last
        arguments.add(parameters.nodes().isEmpty() ? CONTROL_NODE : String.join(" ", parameters.nodes()));
        arguments.addAll(parameters.arguments());
        return arguments;
    }

    /** Runs a script that loads, and returns what it says. */
    private String run(Command script, ModuleParameters parameters) {
        CommandResult result = place.executor().run(script);
        switch (result.exitStatus()) {
            case 0 -> {
                return result.stdout();
            }
            case MODPROBE_FAILED ->
                throw new VcamException(
                        RuntimeError.MODULE_LOAD_FAILED,
                        "modprobe v4l2loopback " + parameters + " on " + place.description() + ": "
                                + result.stderr().strip() + kernelLines());
            case NODE_MISSING ->
                throw new VcamException(
                        RuntimeError.NODE_MISSING,
                        "loading v4l2loopback " + parameters + " on " + place.description() + ": "
                                + result.stderr().strip() + " did not appear within 10 s");
            default ->
                throw new VcamException(
                        RuntimeError.MODULE_LOAD_FAILED,
                        "loading v4l2loopback on " + place.description() + ": "
                                + result.stderr().strip());
        }
    }

    private VcamException notInstalled() {
        String file = ModuleNames.file(place.mayHoldFiles() ? place.kernelRelease() : "<release>");
        return new VcamException(
                RuntimeError.MODULE_NOT_INSTALLED,
                "loading v4l2loopback on " + place.description() + ": there is no " + file);
    }

    private void remove() {
        CommandResult result =
                place.executor().run(Command.of("rmmod", ModuleNames.NAME).asRoot());
        if (result.succeeded()) {
            return;
        }
        List<ModuleState.Holder> holders = state().moduleHolders();
        String who =
                holders.stream().map(ModuleState.Holder::toString).distinct().collect(Collectors.joining(", "));
        if (!who.isEmpty() || result.stderr().contains("in use")) {
            throw new VcamException(
                    RuntimeError.MODULE_BUSY,
                    "unloading v4l2loopback on " + place.description() + ": it is in use by "
                            + (who.isEmpty() ? "a program that cannot be seen from here" : who) + "; end that first");
        }
        throw new VcamException(
                RuntimeError.PROGRAM_FAILED,
                "unloading v4l2loopback on " + place.description() + ": "
                        + result.stderr().strip());
    }

    private void refuseForeign(ModuleState.Loaded loaded) {
        if (!loaded.ours()) {
            throw new VcamException(
                    RuntimeError.MODULE_FOREIGN,
                    "the module v4l2loopback " + loaded.version() + " that is loaded on " + place.description()
                            + " is not ours; " + REMOVAL + " takes it away");
        }
    }

    private String kernelLines() {
        CommandResult log =
                place.executor().run(Command.of("sh", "-c", "dmesg | tail -n 5").asRootIfSilent());
        return log.succeeded() ? "\nthe kernel's last lines:\n" + log.stdout().strip() : "";
    }
}
