// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_DEBUG;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_INFO;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_WARNING;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.setLogCallback;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.javacpp.BytePointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * FFmpeg's own messages as SLF4J's, one level down, because a user cannot act on most of them: its errors are our
 * warnings, its warnings our debug lines. Called from any thread of FFmpeg. FFmpeg has one callback for a process, so
 * this one is installed only in processes that are vcam's own: those with {@code -Dio.github.vcam.ffmpeg.log=slf4j}.
 */
final class FfmpegLog extends LogCallback {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.vcam.ffmpeg");
    private static final AtomicReference<String> FIRST_ERROR = new AtomicReference<>("");

    /** "[h264 @ 0x7ff92042ea40] ": who says it, and an address that nobody can use. */
    private static final Pattern PREFIX = Pattern.compile("^\\[[^\\]]*\\] ");

    // C code holds the only other reference to it
    private static final FfmpegLog CALLBACK = new FfmpegLog();

    private FfmpegLog() {}

    static void install() {
        av_log_set_level(LOG.isTraceEnabled() ? AV_LOG_DEBUG : LOG.isDebugEnabled() ? AV_LOG_WARNING : AV_LOG_ERROR);
        setLogCallback(CALLBACK);
    }

    /** FFmpeg's first error line since the last call, for messages whose code says too little; "" if not installed. */
    static String takeFirstError() {
        return FIRST_ERROR.getAndSet("");
    }

    @Override
    public void call(int level, BytePointer message) {
        if (level > AV_LOG_INFO && !LOG.isTraceEnabled()) {
            return;
        }
        String line = message.getString(StandardCharsets.UTF_8).strip();
        if (level <= AV_LOG_ERROR) {
            FIRST_ERROR.compareAndSet("", PREFIX.matcher(line).replaceFirst(""));
            LOG.warn("{}", line);
        } else if (level <= AV_LOG_WARNING) {
            LOG.debug("{}", line);
        } else {
            LOG.trace("{}", line);
        }
    }
}
