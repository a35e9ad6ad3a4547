// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.doctor;

import io.github.vcam.runtime.kernel.ModuleState;
import io.github.vcam.runtime.place.MachineFacts;
import io.github.vcam.runtime.setup.Requirement;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * All that is known of a machine and of the place where its cameras are to live, as it was looked at once.
 *
 * @param root the machine's root directory
 * @param onHost whether cameras live in this machine's own kernel, not in a micro-VM
 * @param machine its kernel
 * @param requirements what the place needs
 * @param module what the module does in the place; nothing where it does not run
 * @param sourceVersion the version of the module that would be built; empty when that is not known
 * @param paths the directories in use
 * @param java the Java in use
 * @param means what could be had
 */
record Patient(
        Path root,
        boolean onHost,
        MachineFacts machine,
        List<Requirement> requirements,
        ModuleState module,
        Optional<String> sourceVersion,
        Paths paths,
        JavaFacts java,
        Means means) {

    /**
     * Directories, by the names that they have on the machine.
     *
     * @param cache the user's
     * @param state the micro-VM's
     * @param build what is built goes there
     */
    record Paths(Path cache, Path state, Path build) {}

    /**
     * What is asked only when all depends on it.
     *
     * @param packages tells whether the package manager offers one
     * @param rights tells whether root's rights can be had
     * @param guestKernel tells whether there is a kernel for the micro-VM
     * @param room the bytes that are free where a file lies
     * @param owners whose a file is
     */
    record Means(
            Predicate<String> packages,
            BooleanSupplier rights,
            BooleanSupplier guestKernel,
            ToLongFunction<Path> room,
            Function<Path, Optional<Owner>> owners) {}

    /** Where a file of the machine lies. */
    Path at(Path path) {
        return root.resolve(path.toString().substring(1));
    }

    Path at(String path) {
        return at(Path.of(path));
    }

    /** Whose a file of the machine is; empty where there is none. */
    Optional<Owner> owner(Path path) {
        return means.owners().apply(at(path));
    }

    User user() {
        return User.read(root);
    }
}
