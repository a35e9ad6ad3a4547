// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

/**
 * The consumers that have not got a frame yet.
 *
 * @param count how many
 * @param pid the process that opened one of them; 0 when there is none
 * @param program its name
 */
public record Behind(int count, int pid, String program) {
    /** One of them, for messages. */
    @Override
    public String toString() {
        return count == 0
                ? "nobody"
                : program + " (pid " + pid + ")" + (count > 1 ? " and " + (count - 1) + " more" : "");
    }
}
