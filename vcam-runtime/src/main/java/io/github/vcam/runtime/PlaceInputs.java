// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime;

import io.github.vcam.error.VcamException;
import io.github.vcam.feed.Inputs;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.place.Machine;
import java.util.regex.Pattern;

/** How a place sees the inputs of this machine. Safe for use by several threads. */
record PlaceInputs(Machine machine) {
    private static final Pattern NETWORK = Pattern.compile("^(?!file:)[a-z][a-z0-9+]*://", Pattern.CASE_INSENSITIVE);

    /** Whether it has to be read here and handed over: standard input, and what comes from a network or a pipe. */
    boolean isHandedOver(String input) {
        return Inputs.isStandardInput(input)
                || (!machine.hasNetwork() && (isOfNetwork(input) || Inputs.isStream(input)));
    }

    /** The input by the path by which the place sees it; fails for what it never sees. */
    String seenThere(String input) {
        if (isHandedOver(input)) {
            String why = Inputs.isStandardInput(input)
                    ? "it ends with this program"
                    : isOfNetwork(input) ? "it has no network" : "it is a pipe or a device of this machine";
            throw new VcamException(
                    RuntimeError.INPUT_OUT_OF_REACH, "playing " + input + " in " + machine.description() + ": " + why);
        }
        synchronized (machine) { // cameras of several threads ask
            return Inputs.file(input)
                    .map(file -> machine.visible(file.toAbsolutePath()))
                    .orElse(input);
        }
    }

    private static boolean isOfNetwork(String input) {
        return NETWORK.matcher(input).find();
    }
}
