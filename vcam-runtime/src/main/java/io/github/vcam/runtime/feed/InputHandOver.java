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
import java.util.function.Consumer;

/**
 * An input that the place with the camera does not see, read on this machine and handed over as it comes: standard input, and
 * for a micro-VM what comes from a network, a pipe or a device. Closing it ends both sides. Safe for use by several threads.
 */
public final class InputHandOver implements AutoCloseable {
    private final Machine place;
    private final String input;
    private final FeedRequest request;
    private final Optional<HostInput> source;
    private final HandedInput pipe;

    private InputHandOver(
            Machine place, String input, FeedRequest request, Optional<HostInput> source, HandedInput pipe) {
        this.place = place;
        this.input = input;
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
        boolean standard = Inputs.isStandardInput(request.input());
        if (request.loop() && (standard || Inputs.isStream(request.input()))) {
            throw once(place, request.input());
        }
        if (standard) {
            HandedInput pipe = HandedInput.start(place, System.in);
            return of(place, request, request.access(), Optional.empty(), pipe);
        }
        HostInput source = HostInput.open(here, new HandOverOrder(request.input(), request.access(), request.loop()));
        InputAccess handed = InputAccess.USUAL.withLive(source.isLive());
        return of(place, request, handed, Optional.of(source), HandedInput.start(place, source.bytes()));
    }

    /** Why an input that is handed over cannot be had again. */
    public static VcamException once(Machine place, String input) {
        return new VcamException(
                CoreError.INPUT_ONCE,
                input + " cannot be played a second time: it is handed over to " + place.description()
                        + " as it comes");
    }

    private static InputHandOver of(
            Machine place, FeedRequest request, InputAccess access, Optional<HostInput> source, HandedInput pipe) {
        boolean there = false;
        try {
            FeedRequest handed =
                    request.withInput(pipe.path()).withAccess(access).withLoop(false);
            there = true;
            return new InputHandOver(place, request.input(), handed, source, pipe);
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

    /** Why it cannot be had again. */
    public VcamException once() {
        return once(place, input);
    }

    /** Is told what was wrong with the input but did not stop it, in words, by another thread. */
    public void whenWrong(Consumer<String> told) {
        source.ifPresent(reader -> reader.whenFailed(failure -> told.accept(failure.getMessage())));
    }

    /** The same, as far as it is known. */
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
