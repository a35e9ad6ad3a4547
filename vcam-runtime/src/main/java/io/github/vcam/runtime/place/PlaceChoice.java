// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.place;

import io.github.vcam.error.InvalidValueException;
import java.util.function.BooleanSupplier;

/**
 * Where a goal works, and why.
 *
 * @param place the host or the micro-VM
 * @param reason a half sentence for the log
 */
public record PlaceChoice(Place place, String reason) {
    /** The two kinds of places. */
    public enum Place {
        HOST,
        VM
    }

    /**
     * Chooses.
     *
     * @param wish {@code auto}, {@code host} or {@code vm}
     * @param rights tells whether root's rights can be had; asked only when all depends on them
     */
    public static PlaceChoice of(String wish, MachineFacts facts, BooleanSupplier rights) {
        return switch (wish) {
            case "host" -> new PlaceChoice(Place.HOST, "as it was asked for");
            case "vm" -> new PlaceChoice(Place.VM, "as it was asked for");
            case "auto" -> automatic(facts, rights);
            default ->
                throw InvalidValueException.of("target", "the place is '" + wish + "'; it can be auto, host or vm");
        };
    }

    private static PlaceChoice automatic(MachineFacts facts, BooleanSupplier rights) {
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
        if (facts.moduleLoaded()) { // feeding it needs no rights
            return new PlaceChoice(Place.HOST, "v4l2loopback is loaded here");
        }
        if (!rights.getAsBoolean()) {
            return vm("loading modules needs root's rights, and sudo gives none without a password or a person to ask");
        }
        return new PlaceChoice(Place.HOST, "it can build and load modules");
    }

    private static PlaceChoice vm(String reason) {
        return new PlaceChoice(Place.VM, reason);
    }
}
