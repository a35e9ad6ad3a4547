// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.doctor;

/**
 * Something that is wrong here.
 *
 * @param fault of which kind
 * @param what it is, with names and numbers, a sentence without its point
 * @param cure the one thing that mends it
 */
public record Finding(Fault fault, String what, Cure cure) {

    /** Whether no camera can play here as long as that is so. */
    public boolean blocks() {
        return fault.weight() == Fault.Weight.BLOCKS;
    }

    /** Whether no camera can play here before somebody has done something by hand. */
    public boolean isHopeless() {
        return blocks() && !cure.automatic();
    }
}
