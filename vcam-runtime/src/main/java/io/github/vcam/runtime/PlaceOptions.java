// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime;

import io.github.vcam.runtime.feed.WorkerClassPath;
import io.github.vcam.runtime.vm.VmSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The wishes about a {@link Place}. Begin with {@link #auto}, {@link #thisMachine} or {@link #microVm} and add with the
 * {@code with} methods.
 *
 * @param where {@code host}, {@code vm} or {@code auto}: the host where modules can be built and loaded, else the VM
 * @param vm the micro-VM, used or not
 * @param directory for what is made here: the built module ({@code kmod}), the list of cameras
 *     ({@code vcam/devices.json}); two places with the same one know of each other's cameras
 * @param personPresent whether somebody at a terminal can answer when sudo asks for a password; without, it never asks
 * @param moduleSource the directory that holds the kernel module's {@code src/main/c}; empty for the one that came with
 *     vcam
 * @param workerClassPath gives the jars with which the programs beside the camera run, vcam-runtime and all that it
 *     needs; asked once, when the first of them starts
 */
public record PlaceOptions(
        String where,
        VmSettings vm,
        Path directory,
        boolean personPresent,
        Optional<Path> moduleSource,
        Supplier<List<Path>> workerClassPath) {

    /** As a user writes it: {@code auto}, {@code host} or {@code vm}; {@link Place#open} refuses other words. */
    public static PlaceOptions of(String where) {
        Path cache = VmSettings.defaultCache();
        return new PlaceOptions(
                where,
                VmSettings.in(cache.resolve("vm")),
                cache.resolve("place"),
                false,
                Optional.empty(),
                WorkerClassPath::ofThisJvm);
    }

    /** This machine where modules can be built and loaded, else a micro-VM. */
    public static PlaceOptions auto() {
        return of("auto");
    }

    /** This machine's own kernel. */
    public static PlaceOptions thisMachine() {
        return of("host");
    }

    /** A micro-VM, whatever this machine can do. */
    public static PlaceOptions microVm() {
        return of("vm");
    }

    public PlaceOptions withVm(VmSettings value) {
        return new PlaceOptions(where, value, directory, personPresent, moduleSource, workerClassPath);
    }

    public PlaceOptions withDirectory(Path value) {
        return new PlaceOptions(where, vm, value, personPresent, moduleSource, workerClassPath);
    }

    public PlaceOptions withPersonPresent(boolean value) {
        return new PlaceOptions(where, vm, directory, value, moduleSource, workerClassPath);
    }

    public PlaceOptions withModuleSource(Optional<Path> value) {
        return new PlaceOptions(where, vm, directory, personPresent, value, workerClassPath);
    }

    public PlaceOptions withWorkerClassPath(Supplier<List<Path>> value) {
        return new PlaceOptions(where, vm, directory, personPresent, moduleSource, value);
    }
}
