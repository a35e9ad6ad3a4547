// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

/** Is told how far a feed has come, about once a second, by one thread. */
@FunctionalInterface
public interface FeedProgress {
    /**
     * Says where it is now.
     *
     * @param sent so many frames
     * @param total of so many, or less than 1 when nobody knows
     * @param note its pace, and what went late or was dropped
     */
    void show(long sent, long total, String note);
}
