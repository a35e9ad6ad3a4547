// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.ErrorId;
import io.github.vcam.frame.PixelFormat;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.BytePointer;

/**
 * Loads FFmpeg's libraries once and speaks its error codes. Every class of this package starts here. Nothing that
 * FFmpeg or JavaCPP keep for a whole process is changed, for others may use them beside us.
 */
final class Ffmpeg {
    private static final int TEXT_SIZE = 128;

    private static final boolean LOGS_HERE = "slf4j".equals(System.getProperty("io.github.vcam.ffmpeg.log"));

    static {
        if (LOGS_HERE) {
            FfmpegLog.install();
        }
    }

    private Ffmpeg() {}

    /** Makes sure that the libraries are there; cheap after the first call. */
    static void load() {
        // the static block has done it
    }

    /** Passes a result of zero or more through; turns a negative one into an exception with FFmpeg's words. */
    static int check(int result, ErrorId code, String what) {
        if (result < 0) {
            throw new FfmpegException(code, what + ": " + words(result));
        }
        return result;
    }

    static <T> T allocated(T pointer, boolean isNull, String what) {
        if (isNull) {
            throw new FfmpegException(CoreError.INPUT_DECODING_FAILED, what + ": out of memory");
        }
        return pointer;
    }

    static String words(int error) {
        byte[] text = new byte[TEXT_SIZE];
        av_strerror(error, text, TEXT_SIZE);
        int length = 0;
        while (length < TEXT_SIZE && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    /** FFmpeg's number of a raw pixel format. */
    static int pixelFormat(PixelFormat format) {
        return av_get_pix_fmt(format.ffmpegName());
    }

    static String text(BytePointer pointer) {
        return pointer.isNull() ? "" : pointer.getString(StandardCharsets.UTF_8);
    }
}
