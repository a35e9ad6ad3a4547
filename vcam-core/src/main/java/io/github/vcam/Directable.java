// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A camera whose picture a program changes while others look at it: one stream in one format that goes on. Each change
 * returns when every consumer that takes frames has got one of the new picture, so nobody sees the one before any more. It
 * fails, and names a consumer, when one takes none in time; the new picture is shown nevertheless. Safe for use by several
 * threads; changes happen one after the other.
 */
public interface Directable {
    /**
     * Shows a picture, whole: where it has another shape than the camera, bars are beside it. Fails with an INPUT id when
     * it cannot be read; then what was shown goes on.
     */
    void show(Path picture);

    /**
     * Plays an input from its begin, again and again. Fails as {@link #show} does.
     *
     * @param input a file, a URL, an image, {@code pattern:<name>} or {@code lavfi:<graph>}
     */
    void play(String input);

    /** Shows black. */
    void black();

    /** Stays on the picture that is shown; frames go on. */
    void freeze();

    /** Goes on from there. */
    void resume();

    /**
     * Goes to the frame of what plays that is to be shown at this time after its first one, or to its last one. It goes on from
     * there; a frozen camera stays there.
     */
    void seek(Duration time);

    /**
     * Takes the device away, as if it were unplugged: its node goes, whoever waits for a frame is told (ENODEV, POLLHUP),
     * and nobody can open it. What is changed until {@link #reconnect} is seen from then on. A camera that is away stays so.
     */
    void disconnect();

    /**
     * Brings it back with its label, its format and its picture. Its node has the same number unless a program still has the
     * one before open, or another device took the number meanwhile. A camera that is there stays so.
     */
    void reconnect();
}
