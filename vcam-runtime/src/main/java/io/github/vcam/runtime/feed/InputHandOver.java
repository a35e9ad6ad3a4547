// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.feed.Inputs;
import io.github.vcam.runtime.place.Machine;
import io.github.vcam.runtime.worker.HandOverOrder;
import io.github.vcam.source.InputAccess;
import java.util.List;
import java.util.Optional;

/**
 * An input that the place with the camera does not see, read on this machine and handed over as it comes: standard input, and
 * for a micro-VM what comes from a network, a pipe or a device. Closing it ends both sides. Safe for use by several threads.
 */
public final class InputHandOver implements AutoCloseable {
    private final FeedRequest request;
    private final Optional<HostInput> source;
    private final HandedInput pipe;

    private InputHandOver(FeedRequest request, Optional<HostInput> source, HandedInput pipe) {
        this.request = request;
        this.source = source;
        this.pipe = pipe;
    }

    /**
     * Begins to read the input of a request. Waits until it is there; fails with one of the INPUT ids.
     *
     * @param here starts workers on this machine
     */
    public static InputHandOver begin(Machine place, WorkerLauncher here, FeedRequest request) {
        if (request.loop() || request.onDemand()) {
            throw new VcamException(
                    CoreError.INPUT_ONCE,
                    request.input() + " cannot be played a second time: it is handed over to " + place.description()
                            + " as it comes");
        }
        if (Inputs.isStandardInput(request.input())) {
            HandedInput pipe = HandedInput.start(place, System.in);
            return of(request, request.access(), Optional.empty(), pipe);
        }
        HostInput source = HostInput.open(here, new HandOverOrder(request.input(), request.access()));
        InputAccess handed = InputAccess.USUAL.withLive(source.isLive());
        return of(request, handed, Optional.of(source), HandedInput.start(place, source.bytes()));
    }

    private static InputHandOver of(
            FeedRequest request, InputAccess access, Optional<HostInput> source, HandedInput pipe) {
        boolean there = false;
        try {
            FeedRequest handed = request.withInput(pipe.path()).withAccess(access);
            there = true;
            return new InputHandOver(handed, source, pipe);
        } finally {
            if (!there) {
                pipe.close();
                source.ifPresent(HostInput::close);
            }
        }
    }

    /** The request as the place sees it. */
    public FeedRequest request() {
        return request;
    }

    /** What was wrong with the input but did not stop the feed, in words. */
    public List<String> warnings() {
        return source.flatMap(HostInput::failure).map(Throwable::getMessage).stream()
                .toList();
    }

    @Override
    public void close() {
        source.ifPresent(HostInput::close);
        pipe.close();
    }
}
