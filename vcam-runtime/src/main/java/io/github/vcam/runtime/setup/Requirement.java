// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.setup;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One thing that vcam needs on this machine.
 *
 * @param name what it is for, for people, so that they find it on any distribution
 * @param packages what brings it, the likeliest first: Debian and Ubuntu name some differently
 * @param met whether it is there
 */
public record Requirement(String name, List<String> packages, BooleanSupplier met) {
    public Requirement {
        packages = List.copyOf(packages);
    }

    /** Of a package that has the same name everywhere. */
    Requirement(String name, String debianPackage, BooleanSupplier met) {
        this(name, List.of(debianPackage), met);
    }

    /** Whether it is there now. */
    public boolean isMet() {
        return met.getAsBoolean();
    }
}
