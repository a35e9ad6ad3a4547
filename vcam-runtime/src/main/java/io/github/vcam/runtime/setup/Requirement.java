// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.setup;

import java.util.function.BooleanSupplier;

/**
 * One thing that vcam needs on this machine.
 *
 * @param name for people
 * @param debianPackage what brings it
 * @param met whether it is there
 */
public record Requirement(String name, String debianPackage, BooleanSupplier met) {}
