// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.source.InputAccess;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens an input, and opens it again when it was away. For one thread, but for {@link #cancel}. */
final class InputOpener {
    private static final Logger LOG = LoggerFactory.getLogger(InputOpener.class);
    /** How long something may take to come from elsewhere. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final String input;
    private final InputAccess access;
    /** Of what is not a file: it may never come. */
    private final @Nullable InputWait wait;

    InputOpener(String input, InputAccess access) {
        this(input, access, PATIENCE);
    }

    /** As {@link #InputOpener(String, InputAccess)}, where something else than a file may take so long to give something. */
    InputOpener(String input, InputAccess access, Duration patience) {
        this.input = input;
        this.access = access;
        boolean usualFile = InputFile.of(input).isPresent() && !InputFile.isStream(input);
        this.wait = usualFile ? null : new InputWait(patience);
    }

    InputAccess access() {
        return access;
    }

    /** Opens it as soon as it is there; fails with one of the INPUT ids. */
    Demuxer open() {
        Duration reconnect = access.reconnect();
        if (wait == null || reconnect == null) {
            return Demuxer.open(input, access, wait);
        }
        Duration patience = wait.patience();
        return open(wait, reconnect.compareTo(patience) > 0 ? reconnect : patience);
    }

    private Demuxer open(InputWait waiting, Duration most) {
        long end = System.nanoTime() + most.toNanos();
        waiting.endAt(end);
        try {
            while (true) {
                try {
                    return Demuxer.open(input, access, waiting);
                } catch (FfmpegException e) {
                    if (waiting.isCancelled() || System.nanoTime() - end > 0) {
                        throw e;
                    }
                    LOG.debug("{} is away", input, e);
                    waiting.pause(PAUSE);
                }
            }
        } finally {
            waiting.endNever();
        }
    }

    /** Opens it once more when it is to be waited for, within the time for that. */
    Optional<Demuxer> openAgain() {
        Duration reconnect = access.reconnect();
        if (wait == null || reconnect == null || wait.isCancelled()) {
            return Optional.empty();
        }
        LOG.warn("{} is away: it is waited for", input);
        try {
            Demuxer demuxer = open(wait, reconnect);
            LOG.warn("{} is there again", input);
            return Optional.of(demuxer);
        } catch (FfmpegException e) {
            LOG.debug("{} stays away", input, e);
            return Optional.empty();
        }
    }

    /** Ends what FFmpeg does with the input, now or next, until {@link #renew}; callable from any thread. */
    void cancel() {
        if (wait != null) {
            wait.cancel();
        }
    }

    /** Takes a {@link #cancel} back. */
    void renew() {
        if (wait != null) {
            wait.renew();
        }
    }
}
