// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import java.time.Duration;
import java.util.Optional;

/** Takes stamped video by one method and checks every byte. */
public interface Consumer extends AutoCloseable {
    /** Longer than any frame takes to come, however busy the machine. */
    Duration PATIENCE = Duration.ofSeconds(30);

    Node node();

    /** The next frame, if one comes in time. */
    Optional<Seen> poll(Duration patience);

    /** The next frame, which has to come. */
    default Seen receive() {
        return poll(PATIENCE).orElseThrow(() -> new AssertionError("no frame within " + PATIENCE));
    }

    @Override
    void close();
}
