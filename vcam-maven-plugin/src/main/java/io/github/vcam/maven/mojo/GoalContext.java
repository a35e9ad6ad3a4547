// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.maven.console.Console;
import io.github.vcam.runtime.feed.WorkerLauncher;
import io.github.vcam.runtime.kernel.KernelTree;
import io.github.vcam.runtime.kernel.ModuleBuild;
import io.github.vcam.runtime.kernel.ModuleSource;
import io.github.vcam.runtime.place.Machine;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.vm.VmSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where one goal works and with what.
 *
 * @param place where the camera is
 * @param here runs commands on this machine
 * @param console how to talk to people
 * @param vm the micro-VM's settings, used or not
 * @param build the project's build directory
 * @param classPath the jars for workers
 * @param source finds the module's source by a user's wish
 */
record GoalContext(
        Machine place,
        CommandExecutor here,
        Console console,
        VmSettings vm,
        Path build,
        List<Path> classPath,
        Function<Optional<Path>, ModuleSource> source) {

    Path devicesFile() {
        return build.resolve("vcam/devices.json");
    }

    ModuleBuild moduleBuild() {
        return new ModuleBuild(here, build.resolve("kmod"));
    }

    KernelTree tree() {
        String release = place.kernelRelease();
        return place.kernelTree().map(path -> new KernelTree(release, path)).orElseGet(() -> KernelTree.find(release));
    }

    WorkerLauncher workers() {
        return new WorkerLauncher(place, here, classPath, vm.cache().resolve("javacpp"));
    }
}
