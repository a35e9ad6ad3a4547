// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.target;

import io.github.vcam.error.InvalidValueException;

/**
 * Where a goal works, and why.
 *
 * @param place the host or the micro-VM
 * @param reason a half sentence for the log
 */
public record TargetChoice(Place place, String reason) {
    /** The two kinds of places. */
    public enum Place {
        HOST,
        VM
    }

    /**
     * Chooses.
     *
     * @param wish {@code auto}, {@code host} or {@code vm}
     */
    public static TargetChoice of(String wish, MachineFacts facts) {
        return switch (wish) {
            case "host" -> new TargetChoice(Place.HOST, "as it was asked for");
            case "vm" -> new TargetChoice(Place.VM, "as it was asked for");
            case "auto" -> automatic(facts);
            default ->
                throw InvalidValueException.of("target", "the place is '" + wish + "'; it can be auto, host or vm");
        };
    }

    private static TargetChoice automatic(MachineFacts facts) {
        if (!facts.modular()) {
            return vm("this machine's kernel has no loadable modules");
        }
        if (facts.modulesDisabled()) {
            return vm("loading modules is switched off on this machine");
        }
        if (!facts.lockdown().equals("none")) {
            return vm("this machine's kernel is locked down (" + facts.lockdown() + ")");
        }
        if (!facts.mayLoadModules()) {
            return vm("modules may not be loaded from in here (no CAP_SYS_MODULE)");
        }
        if (!facts.headers()) {
            return vm("the headers of this machine's kernel " + facts.kernelRelease() + " are not installed");
        }
        return new TargetChoice(Place.HOST, "it can build and load modules");
    }

    private static TargetChoice vm(String reason) {
        return new TargetChoice(Place.VM, reason);
    }
}
