// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.error;

/**
 * An error that a user can meet, with a number that never changes; {@code docs/errors/VCAM-nnn.md} explains it. Each
 * module has an enum of its own.
 */
public interface ErrorId {
    /** Who can mend it: the user by asking for something else, or whoever keeps the machine (or us). */
    enum Side {
        USER,
        MACHINE
    }

    /** Three digits: no two errors of any module share them. */
    int number();

    Side side();

    /** The stable id, for instance {@code VCAM-303}. */
    default String id() {
        return "VCAM-" + number();
    }
}
