// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.maven.console.Console;
import io.github.vcam.maven.feed.WorkerLauncher;
import io.github.vcam.maven.kernel.KernelTree;
import io.github.vcam.maven.kernel.ModuleBuild;
import io.github.vcam.maven.kernel.ModuleSource;
import io.github.vcam.maven.process.CommandExecutor;
import io.github.vcam.maven.target.Target;
import io.github.vcam.maven.vm.VmSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where one goal works and with what.
 *
 * @param target where the camera is
 * @param here runs commands on this machine
 * @param console how to talk to people
 * @param vm the micro-VM's settings, used or not
 * @param build the project's build directory
 * @param classPath the jars for workers
 * @param source finds the module's source by a user's wish
 */
record Site(
        Target target,
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
        String release = target.kernelRelease();
        return target.kernelTree().map(path -> new KernelTree(release, path)).orElseGet(() -> KernelTree.find(release));
    }

    WorkerLauncher workers() {
        return new WorkerLauncher(target, here, classPath, vm.cache().resolve("javacpp"));
    }
}
