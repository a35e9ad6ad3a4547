// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.feed;

/** Hears of a feed's course, on the feeding thread; must not block. */
public interface FeedListener {
    /** Hears nothing. */
    FeedListener NONE = new FeedListener() {};

    /** The first frame was sent. */
    default void started(Feeder feeder) {}

    /** Of a feed on demand: somebody begins to look and the input plays, or nobody looks any more and it is closed. */
    default void watched(boolean somebody) {}

    /** About once a second, while it plays. */
    default void progress(FeedStats stats) {}
}
