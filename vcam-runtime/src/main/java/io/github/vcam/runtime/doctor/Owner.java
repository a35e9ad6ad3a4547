// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Whose a file is, and who may use it.
 *
 * @param user its number
 * @param group its number
 * @param mode the permissions, the last nine bits
 */
record Owner(int user, int group, int mode) {
    private static final int READ_WRITE = 6;
    private static final int PERMISSIONS = 0777;

    /** Of a file; empty where there is none, or it cannot be seen. */
    static Optional<Owner> of(Path file) {
        try {
            Map<String, Object> found = Files.readAttributes(file, "unix:uid,gid,mode");
            return Optional.of(
                    new Owner(number(found, "uid"), number(found, "gid"), number(found, "mode") & PERMISSIONS));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static int number(Map<String, Object> attributes, String name) {
        return (Integer) Objects.requireNonNull(attributes.get(name), name);
    }

    /** Whether its group may read and write it. */
    boolean opensToItsGroup() {
        return (mode >> 3 & READ_WRITE) == READ_WRITE;
    }

    /** Whether a user may read and write it. */
    boolean opensTo(User who) {
        if (who.number() == 0) {
            return true;
        }
        int shift = who.number() == user ? 6 : who.groups().contains(group) ? 3 : 0;
        return (mode >> shift & READ_WRITE) == READ_WRITE;
    }
}
