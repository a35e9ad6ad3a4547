// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import io.github.vcam.error.CoreError;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The bytes of a pipe or a device for FFmpeg. FFmpeg's own protocols wait in open(2) and read(2), where nobody can end them;
 * this looks again and again whether it is still wanted. A pipe may have no writer yet. For one thread.
 */
final class PipeInput extends Read_packet_Pointer_BytePointer_int {
    private static final int CHUNK = 32 << 10;
    private static final int LOOK_MILLIS = 50;

    private final SystemCalls calls = SystemCalls.host();
    private final int descriptor;
    private final InputWait wait;
    private final AVIOContext io;

    private PipeInput(int descriptor, InputWait wait) {
        this.descriptor = descriptor;
        this.wait = wait;
        this.io = avio_alloc_context(new BytePointer(av_malloc(CHUNK)), CHUNK, 0, null, this, null, null);
        io.seekable(0);
    }

    /** Opens it; fails with INPUT_UNREADABLE. */
    static PipeInput open(Path path, InputWait wait) {
        SystemCalls calls = SystemCalls.host();
        int descriptor = calls.open(path.toString(), V4l2.O_RDONLY | V4l2.O_NONBLOCK | V4l2.O_CLOEXEC);
        if (descriptor < 0) {
            throw new FfmpegException(CoreError.INPUT_UNREADABLE, "Opening " + path + ": " + Errno.name(-descriptor));
        }
        return new PipeInput(descriptor, wait);
    }

    /** Makes a context that was not opened yet read from here. */
    void feed(AVFormatContext context) {
        context.pb(io);
        context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_CUSTOM_IO);
    }

    @Override
    public int call(Pointer nothing, BytePointer target, int size) {
        while (!wait.isToEnd()) {
            int ready = calls.poll(descriptor, V4l2.POLLIN, LOOK_MILLIS);
            if (ready < 0) {
                return ready;
            }
            if ((ready & V4l2.POLLIN) != 0) {
                long read = calls.read(
                        descriptor,
                        new NativeMemory(target.address(), target.capacity(size).asByteBuffer()),
                        size);
                if (read != -Errno.EAGAIN) {
                    return read == 0 ? AVERROR_EOF : (int) read;
                }
            } else if (ready != 0) {
                return AVERROR_EOF; // all writers have gone
            }
        }
        return AVERROR_EXIT;
    }

    /** After the context that read from it. */
    @Override
    public void close() {
        av_free(io.buffer());
        avio_context_free(io);
        calls.close(descriptor);
        super.close();
    }
}
