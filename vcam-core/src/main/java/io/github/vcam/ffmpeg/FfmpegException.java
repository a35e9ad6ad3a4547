// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import io.github.vcam.error.ErrorId;
import io.github.vcam.error.VcamException;

/** FFmpeg refused an input or failed to make a frame; says so in FFmpeg's own words. */
public final class FfmpegException extends VcamException {
    private static final long serialVersionUID = 1L;

    public FfmpegException(ErrorId code, String sentence) {
        super(code, sentence);
    }
}
