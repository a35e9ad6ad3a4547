// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;

import io.github.vcam.error.CoreError;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * What comes out of a pipe or a device: one stream of bytes, or the parts that a {@link PartsOutput} wrote. A pipe may have no
 * writer yet. FFmpeg's own protocols wait in open(2) and read(2), where nobody can end them; this looks again and again whether
 * it is still wanted. For one thread.
 */
final class PipeBytes implements AutoCloseable {
    private static final int LOOK_MILLIS = 50;

    private final SystemCalls calls = SystemCalls.host();
    private final int descriptor;
    private final InputWait wait;
    /** The first bytes of a stream without a mark that nobody has got yet. */
    private ByteBuffer kept = ByteBuffer.allocate(0);

    private boolean begun;
    private boolean inParts;
    /** Bytes of this piece of a part. */
    private int left;

    private boolean partEnded;

    private PipeBytes(int descriptor, InputWait wait) {
        this.descriptor = descriptor;
        this.wait = wait;
    }

    /** Opens it; fails with INPUT_UNREADABLE. */
    static PipeBytes open(Path path, InputWait wait) {
        int descriptor = SystemCalls.host().open(path.toString(), V4l2.O_RDONLY | V4l2.O_NONBLOCK | V4l2.O_CLOEXEC);
        if (descriptor < 0) {
            throw new FfmpegException(CoreError.INPUT_UNREADABLE, "Opening " + path + ": " + Errno.name(-descriptor));
        }
        return new PipeBytes(descriptor, wait);
    }

    /**
     * Fills the memory from its front, at least by a byte; returns by how many. AVERROR_EOF at the end, also a part's,
     * AVERROR_EXIT when nobody wants them, another of FFmpeg's errors else.
     */
    int read(NativeMemory memory) {
        if (!begun) {
            int result = begin();
            if (result < 0) {
                return result;
            }
        }
        if (kept.hasRemaining()) {
            int count = Math.min(memory.length(), kept.remaining());
            memory.bytes().put(0, kept, kept.position(), count);
            kept.position(kept.position() + count);
            return count;
        }
        if (!inParts) {
            return take(memory, memory.length());
        }
        if (left == 0 && !beginPiece()) {
            return wait.isToEnd() ? AVERROR_EXIT : AVERROR_EOF;
        }
        int count = take(memory, Math.min(memory.length(), left));
        left -= Math.max(0, count);
        return count;
    }

    /** Whether what was read was a part, and another follows, which is read from now on. */
    boolean nextPart() {
        boolean ended = partEnded;
        partEnded = false;
        return ended;
    }

    private int begin() {
        ByteBuffer mark = ByteBuffer.allocate(PartsOutput.MARK.length);
        int result = fill(mark);
        mark.flip();
        inParts = mark.equals(ByteBuffer.wrap(PartsOutput.MARK));
        if (!inParts) {
            kept = mark;
        }
        begun = inParts || mark.hasRemaining();
        return begun ? 0 : result;
    }

    private boolean beginPiece() {
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
        if (partEnded || fill(length) < 0) {
            return false;
        }
        left = length.getInt(0);
        partEnded = left == 0;
        return left > 0;
    }

    /** Takes as many bytes as have room; fails as {@link #read} does where there are fewer. */
    private int fill(ByteBuffer target) {
        NativeMemory room = calls.allocate(target.capacity());
        try {
            while (target.hasRemaining()) {
                int count = take(room, target.remaining());
                if (count < 0) {
                    return count;
                }
                target.put(room.bytes().slice(0, count));
            }
            return 0;
        } finally {
            calls.free(room);
        }
    }

    private int take(NativeMemory memory, int most) {
        while (!wait.isToEnd()) {
            int ready = calls.poll(descriptor, V4l2.POLLIN, LOOK_MILLIS);
            if (ready < 0) {
                return ready;
            }
            if ((ready & V4l2.POLLIN) != 0) {
                long read = calls.read(descriptor, memory, most);
                if (read != -Errno.EAGAIN) {
                    return read == 0 ? AVERROR_EOF : (int) read;
                }
            } else if (ready != 0) {
                return AVERROR_EOF; // all writers have gone
            }
        }
        return AVERROR_EXIT;
    }

    @Override
    public void close() {
        calls.close(descriptor);
    }
}
