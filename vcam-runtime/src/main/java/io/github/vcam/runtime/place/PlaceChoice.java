// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.place;

import io.github.vcam.error.InvalidValueException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

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
     * What a machine would have to do to get what it lacks; asked only when all depends on it, for looking takes time.
     *
     * @param packages tells whether the machine's package manager offers a package
     * @param rights tells whether root's rights can be had
     */
    public record Means(Predicate<String> packages, BooleanSupplier rights) {}

    /**
     * Chooses.
     *
     * @param wish {@code auto}, {@code host} or {@code vm}
     */
    public static PlaceChoice of(String wish, MachineFacts facts, Means means) {
        return switch (wish) {
            case "host" -> new PlaceChoice(Place.HOST, "as it was asked for");
            case "vm" -> new PlaceChoice(Place.VM, "as it was asked for");
            case "auto" -> automatic(facts, means);
            default ->
                throw InvalidValueException.of("target", "the place is '" + wish + "'; it can be auto, host or vm");
        };
    }

    private static PlaceChoice automatic(MachineFacts facts, Means means) {
        Optional<String> refusal = refusal(facts);
        if (refusal.isPresent()) {
            return vm(refusal.get());
        }
        if (facts.moduleLoaded()) { // feeding it needs no rights, and nothing is built
            return new PlaceChoice(Place.HOST, "v4l2loopback is loaded here");
        }
        String release = facts.kernelRelease();
        if (!facts.headers() && !means.packages().test(MachineFacts.headersPackage(release))) {
            return vm("the headers of this machine's kernel " + release
                    + " are not installed, and no list of packages offers them");
        }
        if (!facts.videoCore() && !means.packages().test(MachineFacts.videoCorePackage(release))) {
            return vm("this machine's kernel " + release
                    + " has no video core (videodev, videobuf2), and no list of packages offers it");
        }
        if (!means.rights().getAsBoolean()) {
            return vm("loading modules needs root's rights, and sudo gives none without a password or a person to ask");
        }
        return new PlaceChoice(
                Place.HOST,
                facts.headers() && facts.videoCore()
                        ? "it can build and load modules"
                        : "it can load modules, and what it lacks to build them is among its packages");
    }

    /** Why this machine's kernel takes no module of ours, whatever is installed. */
    public static Optional<String> refusal(MachineFacts facts) {
        if (!facts.modular()) {
            return Optional.of("this machine's kernel has no loadable modules");
        }
        if (facts.modulesDisabled()) {
            return Optional.of("loading modules is switched off on this machine");
        }
        if (!facts.lockdown().equals("none")) {
            return Optional.of("this machine's kernel is locked down (" + facts.lockdown() + ")");
        }
        if (facts.signed()) {
            return Optional.of("this machine's kernel takes signed modules only");
        }
        if (!facts.mayLoadModules()) {
            return Optional.of("modules may not be loaded from in here (no CAP_SYS_MODULE)");
        }
        return Optional.empty();
    }

    private static PlaceChoice vm(String reason) {
        return new PlaceChoice(Place.VM, reason);
    }
}
