// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import io.github.vcam.consumer.CameraCapture;
import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import java.time.Duration;

/** Says why a consumer has no frame. */
final class NoFrame {
    private NoFrame() {}

    static VcamException of(CameraCapture capture, Duration patience) {
        String device = capture.device().path();
        String fact = capture.ended()
                .map(end -> switch (end) {
                    case END_OF_STREAM -> "the stream of " + device + " has ended";
                    case NEW_FORMAT -> "the format of " + device + " has changed from " + capture.format();
                })
                .orElse("no frame came from " + device + " within " + patience.toSeconds() + " s");
        return new VcamException(CoreError.FRAME_TIMEOUT, fact);
    }
}
