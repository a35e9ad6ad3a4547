// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import io.github.vcam.v4l2.sys.NativeMemory;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** The bytes of a pipe or a device, which it does not own, for FFmpeg. For one thread. */
final class PipeInput extends Read_packet_Pointer_BytePointer_int {
    private static final int CHUNK = 32 << 10;

    private final PipeBytes bytes;
    private final AVIOContext io;

    PipeInput(PipeBytes bytes) {
        this.bytes = bytes;
        this.io = avio_alloc_context(new BytePointer(av_malloc(CHUNK)), CHUNK, 0, null, this, null, null);
        io.seekable(0);
    }

    /** Makes a context that was not opened yet read from here. */
    void feed(AVFormatContext context) {
        context.pb(io);
        context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_CUSTOM_IO);
    }

    @Override
    public int call(Pointer nothing, BytePointer target, int size) {
        return bytes.read(
                new NativeMemory(target.address(), target.capacity(size).asByteBuffer()));
    }

    /** After the context that read from it. */
    @Override
    public void close() {
        av_free(io.buffer());
        avio_context_free(io);
        super.close();
    }
}
