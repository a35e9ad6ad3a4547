// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.source.InputAccess;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** The packets of an input's video, also of one that was away meanwhile. For one thread, but for {@link #cancel}. */
final class PacketReader implements AutoCloseable {
    private final InputOpener opener;
    private Demuxer demuxer;
    private int openings = 1;
    private boolean truncated;

    private PacketReader(InputOpener opener) {
        this.opener = opener;
        this.demuxer = opener.open();
    }

    /** Opens the input; fails with one of the INPUT ids. */
    static PacketReader open(String input, InputAccess access) {
        return new PacketReader(new InputOpener(input, access));
    }

    /** What reads it now. */
    Demuxer demuxer() {
        return demuxer;
    }

    /** How often it began anew, after it was away or behind a part of it: what comes after that may be another stream. */
    int openings() {
        return openings;
    }

    /** Reads the next packet; false at the end, even if the input ends too early. */
    boolean read(AVPacket into) {
        try {
            if (demuxer.read(into)) {
                return true;
            }
        } catch (FfmpegException e) {
            if (!reconnect()) {
                throw e;
            }
            return demuxer.read(into);
        }
        return (goOn(demuxer.nextPart(opener.access())) || reconnect()) && demuxer.read(into);
    }

    private boolean reconnect() {
        return (demuxer.isLive() || demuxer.isPipe()) && goOn(opener.openAgain());
    }

    private boolean goOn(Optional<Demuxer> next) {
        next.ifPresent(demuxer -> {
            replace(demuxer);
            openings++;
        });
        return next.isPresent();
    }

    private void replace(Demuxer next) {
        truncated |= demuxer.isTruncated();
        demuxer.close();
        demuxer = next;
    }

    /** Begins at the start again. */
    void rewind() {
        opener.renew();
        if (!demuxer.seekToStart()) {
            replace(opener.open());
        }
    }

    /** Ends what FFmpeg does with the input, now or next, until {@link #rewind}; callable from any thread. */
    void cancel() {
        opener.cancel();
    }

    /** Whether it ended before its promise, as far as it was read. */
    boolean isTruncated() {
        return truncated || demuxer.isTruncated();
    }

    @Override
    public void close() {
        demuxer.close();
    }
}
