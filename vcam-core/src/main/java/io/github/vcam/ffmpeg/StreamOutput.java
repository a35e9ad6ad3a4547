// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.io.IOException;
import java.io.OutputStream;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** What FFmpeg writes, into a stream of Java's, which stays open. For one thread. */
final class StreamOutput extends Write_packet_Pointer_BytePointer_int {
    private static final int CHUNK = 32 << 10;

    private final OutputStream target;
    private final AVIOContext io;
    private boolean broken;

    StreamOutput(OutputStream target) {
        this.target = target;
        this.io = avio_alloc_context(new BytePointer(av_malloc(CHUNK)), CHUNK, 1, null, null, this, null);
        io.seekable(0);
    }

    AVIOContext io() {
        return io;
    }

    /** Whether nobody reads it any more. */
    boolean isBroken() {
        return broken;
    }

    @Override
    public int call(Pointer nothing, BytePointer bytes, int count) {
        byte[] chunk = new byte[count];
        bytes.get(chunk);
        try {
            target.write(chunk);
            target.flush();
            return count;
        } catch (IOException e) {
            broken = true;
            return AVERROR_EOF;
        }
    }

    @Override
    public void close() {
        av_free(io.buffer());
        avio_context_free(io);
        super.close();
    }
}
