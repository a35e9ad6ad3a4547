// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import io.github.vcam.ffmpeg.FfmpegSource;
import io.github.vcam.frame.FrameFormat;

/** Loads FFmpeg's libraries once, which unpacks them into JavaCPP's cache. */
public final class NativesWorker {
    private static final String SMALL = "testsrc2=size=16x16:rate=1:duration=1";

    private NativesWorker() {}

    public static void main(String[] arguments) {
        WorkerProcess.run(out -> warmUp());
    }

    /** Loads what every worker needs. */
    static void warmUp() {
        try (FfmpegSource source = FfmpegSource.graph(SMALL, null)) {
            FrameFormat format = source.rawFormat();
            source.deliver(format.tight());
            source.next();
        }
    }
}
