// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime;

import io.github.vcam.feed.FeedRequest;
import io.github.vcam.runtime.feed.InputHandOver;
import java.util.List;
import java.util.Optional;

/**
 * What is to be played, as the place with the camera sees it. Closing it ends a hand-over, after the camera plays something
 * else.
 *
 * @param handOver brings an input of this machine there, if the place does not see it by itself
 */
record PlaceInput(FeedRequest request, Optional<InputHandOver> handOver) implements AutoCloseable {
    /** One that the place sees. */
    static PlaceInput seen(FeedRequest request) {
        return new PlaceInput(request, Optional.empty());
    }

    static PlaceInput handedOver(InputHandOver handOver) {
        return new PlaceInput(handOver.request(), Optional.of(handOver));
    }

    /** What was wrong with the input but did not stop the feed, in words. */
    List<String> warnings() {
        return handOver.map(InputHandOver::warnings).orElse(List.of());
    }

    /** Fails with INPUT_ONCE for what cannot be had a second time. */
    void requireAgain() {
        if (handOver.isPresent()) {
            throw handOver.get().once();
        }
    }

    @Override
    public void close() {
        handOver.ifPresent(InputHandOver::close);
    }
}
