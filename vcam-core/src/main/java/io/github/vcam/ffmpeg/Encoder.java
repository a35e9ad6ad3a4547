// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;

import io.github.vcam.error.CoreError;
import io.github.vcam.frame.Colours;
import io.github.vcam.frame.FrameSize;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** Compresses frames one by one, each into a packet of its own: JPEG or PNG. For one thread. */
final class Encoder implements AutoCloseable {
    private static final int JPEG_QUALITY = 3;
    /** BT.601 with all numbers, as JFIF prescribes. */
    private static final Colours JPEG_COLOURS = Colours.UNSAID.withRange(Colours.Range.FULL);

    private final AVCodecContext context;
    private final NativeFrame input;
    private final Scaler scaler;
    private final NativeFrame output = new NativeFrame();
    private long index;

    private Encoder(int codecId, int pixelFormat, FrameSize size) {
        Ffmpeg.load();
        AVCodec codec = avcodec_find_encoder(codecId);
        context = avcodec_alloc_context3(codec);
        context.width(size.width()).height(size.height()).pix_fmt(pixelFormat).thread_count(1);
        context.time_base().num(1).den(30);
        if (codecId == AV_CODEC_ID_MJPEG) {
            context.flags(context.flags() | AV_CODEC_FLAG_QSCALE);
            context.global_quality(FF_QP2LAMBDA * JPEG_QUALITY);
            context.color_range(AVCOL_RANGE_JPEG);
        }
        Colours colours = codecId == AV_CODEC_ID_MJPEG ? JPEG_COLOURS : Colours.UNSAID;
        scaler = new Scaler(pixelFormat, size.width(), size.height(), colours);
        try {
            int result = avcodec_open2(context, codec, (AVDictionary) null);
            Ffmpeg.check(result, CoreError.SIZE_INVALID, "Opening FFmpeg's encoder for " + size);
            input = NativeFrame.allocate(pixelFormat, size.width(), size.height());
        } catch (RuntimeException e) {
            avcodec_free_context(context);
            output.close();
            throw e;
        }
    }

    static Encoder jpeg(FrameSize size) {
        return new Encoder(AV_CODEC_ID_MJPEG, AV_PIX_FMT_YUVJ420P, size);
    }

    static Encoder png(FrameSize size) {
        return new Encoder(AV_CODEC_ID_PNG, AV_PIX_FMT_RGB24, size);
    }

    /** Compresses a frame of any format and size; the packet is valid until the next call. */
    AVPacket encode(NativeFrame frame) {
        scaler.scale(frame, input.planes(), input.strides(), true);
        input.frame().pts(index++);
        input.frame().quality(FF_QP2LAMBDA * JPEG_QUALITY);
        av_packet_unref(output.packet());
        Ffmpeg.check(
                avcodec_send_frame(context, input.frame()), CoreError.INPUT_DECODING_FAILED, "Compressing a frame");
        Ffmpeg.check(
                avcodec_receive_packet(context, output.packet()),
                CoreError.INPUT_DECODING_FAILED,
                "Compressing a frame");
        return output.packet();
    }

    @Override
    public void close() {
        output.close();
        input.close();
        scaler.close();
        avcodec_free_context(context);
    }
}
