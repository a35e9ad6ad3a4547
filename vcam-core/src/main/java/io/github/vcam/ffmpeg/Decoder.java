// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;

import io.github.vcam.error.CoreError;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/** Turns packets into frames. For one thread; FFmpeg uses threads of its own beneath. */
final class Decoder implements AutoCloseable {
    /** What a damaged file may claim beyond that is none of a video's. */
    private static final long MOST_PIXELS = 16_384L * 8_192;

    private final AVCodecContext context;
    private long damaged;

    private Decoder(AVCodecContext context) {
        this.context = context;
    }

    static Decoder open(AVCodecParameters parameters, String input) {
        AVCodec codec = avcodec_find_decoder(parameters.codec_id());
        if (codec == null || codec.isNull()) {
            String name = Ffmpeg.text(avcodec_get_name(parameters.codec_id()));
            throw new FfmpegException(
                    CoreError.INPUT_DECODING_FAILED, input + " holds " + name + ", for which FFmpeg has no decoder");
        }
        AVCodecContext context = avcodec_alloc_context3(codec);
        int result = avcodec_parameters_to_context(context, parameters);
        if (result >= 0) {
            context.thread_count(0);
            context.max_pixels(MOST_PIXELS);
            result = avcodec_open2(context, codec, (AVDictionary) null);
        }
        if (result < 0) {
            avcodec_free_context(context);
            Ffmpeg.check(result, CoreError.INPUT_DECODING_FAILED, "Opening the decoder for " + input);
        }
        return new Decoder(context);
    }

    /** A decoder for JPEGs that come one by one, each giving its frame at once. */
    static Decoder jpeg() {
        Ffmpeg.load();
        AVCodec codec = avcodec_find_decoder(AV_CODEC_ID_MJPEG);
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.thread_count(1);
        int result = avcodec_open2(context, codec, (AVDictionary) null);
        if (result < 0) {
            avcodec_free_context(context);
            Ffmpeg.check(result, CoreError.INPUT_DECODING_FAILED, "Opening the JPEG decoder");
        }
        return new Decoder(context);
    }

    int pixelFormat() {
        return context.pix_fmt();
    }

    /** Takes a packet, or null for the end. A damaged one is counted and left out. */
    void send(@Nullable AVPacket packet) {
        int result = avcodec_send_packet(context, packet);
        if (result < 0 && result != AVERROR_EOF) {
            damaged++;
        }
    }

    /** What {@link #receive} found. */
    enum Outcome {
        FRAME,
        NEEDS_PACKET,
        END
    }

    Outcome receive(NativeFrame frame) {
        while (true) {
            int result = avcodec_receive_frame(context, frame.frame());
            if (result >= 0) {
                return Outcome.FRAME;
            }
            if (result == AVERROR_EOF) {
                return Outcome.END;
            }
            if (result == AVERROR_EAGAIN()) {
                return Outcome.NEEDS_PACKET;
            }
            damaged++;
        }
    }

    /** Packets that could not be decoded. */
    long damaged() {
        return damaged;
    }

    /** Forgets everything that was sent, after a seek. */
    void flush() {
        avcodec_flush_buffers(context);
    }

    @Override
    public void close() {
        avcodec_free_context(context);
    }
}
