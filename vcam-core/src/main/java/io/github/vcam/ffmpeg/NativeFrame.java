// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_move_ref;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.github.vcam.error.CoreError;
import io.github.vcam.frame.PlaneLayout;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * One frame in native memory, or one packet that is a whole frame; owner of both structures. Views of the plane
 * table are made once, so that handing a frame on makes no garbage.
 */
final class NativeFrame implements AutoCloseable {
    private final AVFrame frame;
    private final AVPacket packet;
    private final PointerPointer<Pointer> planes;
    private final IntPointer strides;
    private long firstSlot;
    private long endSlot;
    private long ptsNanos;
    private long durationNanos;
    private boolean closed;

    @SuppressWarnings("unchecked")
    NativeFrame() {
        Ffmpeg.load();
        frame = av_frame_alloc();
        packet = av_packet_alloc();
        planes = frame.data();
        strides = frame.linesize();
    }

    /** A frame with memory of its own. */
    static NativeFrame allocate(int pixelFormat, int width, int height) {
        NativeFrame made = new NativeFrame();
        made.frame.format(pixelFormat).width(width).height(height);
        int result = av_frame_get_buffer(made.frame, 0);
        if (result < 0) {
            made.close();
            Ffmpeg.check(result, CoreError.INPUT_DECODING_FAILED, "Allocating a frame of " + width + "x" + height);
        }
        return made;
    }

    /** A raw frame whose planes lie in a direct buffer of somebody else, who keeps it longer than this. */
    static NativeFrame wrap(ByteBuffer buffer, PlaneLayout layout) {
        NativeFrame made = new NativeFrame();
        made.frame
                .format(Ffmpeg.pixelFormat(layout.format().pixelFormat()))
                .width(layout.format().width())
                .height(layout.format().height())
                .color_range(layout.colours().isFullRange() ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG)
                .colorspace(
                        layout.format().pixelFormat().isRgb() ? AVCOL_SPC_RGB : AvColours.avMatrix(layout.colours()));
        BytePointer base = new BytePointer(buffer);
        for (int i = 0; i < layout.planes().size(); i++) {
            PlaneLayout.Plane plane = layout.planes().get(i);
            made.frame.data(i, base.getPointer(plane.offset())).linesize(i, plane.bytesPerLine());
        }
        return made;
    }

    AVFrame frame() {
        return frame;
    }

    AVPacket packet() {
        return packet;
    }

    PointerPointer<Pointer> planes() {
        return planes;
    }

    IntPointer strides() {
        return strides;
    }

    /** The first place in the output's sequence that this frame fills. */
    long firstSlot() {
        return firstSlot;
    }

    /** The place behind the last one that this frame fills. */
    long endSlot() {
        return endSlot;
    }

    long ptsNanos() {
        return ptsNanos;
    }

    /** How long it is to be shown, in nanoseconds; 0 when nobody says. */
    long durationNanos() {
        return durationNanos;
    }

    /** When and how long it is to be shown. */
    void stamp(long pts, long duration) {
        ptsNanos = pts;
        durationNanos = duration;
    }

    /** Which places it fills. */
    void place(long first, long end) {
        firstSlot = first;
        endSlot = end;
    }

    /** Gives the content away; the other one's goes back to FFmpeg's pools. */
    void moveTo(NativeFrame other) {
        other.clear();
        av_frame_move_ref(other.frame, frame);
        av_packet_move_ref(other.packet, packet);
        other.stamp(ptsNanos, durationNanos);
    }

    /** Gives the content back to FFmpeg's pools; the structures stay. */
    void clear() {
        av_frame_unref(frame);
        av_packet_unref(packet);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            av_packet_free(packet);
            av_frame_free(frame);
        }
    }
}
