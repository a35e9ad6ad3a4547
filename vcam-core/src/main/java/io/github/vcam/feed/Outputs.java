// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.feed;

import io.github.vcam.frame.Colours;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.producer.CameraOutput;
import io.github.vcam.producer.FrameDemand;
import io.github.vcam.producer.StreamingMethod;
import io.github.vcam.v4l2.VideoDevice;
import java.util.List;

/** Opens devices for what a request plays. Callable from any thread. */
public final class Outputs {
    private Outputs() {}

    /**
     * The output on a device, which it owns from then on, also when opening fails. Where the device has a placeholder, video
     * and placeholder are in one format.
     *
     * @param own what suits the input at least cost, best first
     * @param rate of the input
     * @param colours of the input
     */
    public static CameraOutput open(
            FeedRequest request, List<FrameFormat> own, FrameRate rate, Colours colours, VideoDevice device) {
        FrameDemand demand = new FrameDemand(request.format(), request.size(), own, rate, colours);
        return open(request.method(), request.buffers(), demand, request.ownFormat(), device);
    }

    /**
     * The same for frames that a program makes as the device wants them.
     *
     * @param method how frames travel
     * @param buffers how many to ask for
     * @param demand what the frames are
     */
    public static CameraOutput open(StreamingMethod method, int buffers, FrameDemand demand, VideoDevice device) {
        return open(method, buffers, demand, false, device);
    }

    private static CameraOutput open(
            StreamingMethod method, int buffers, FrameDemand demand, boolean ownFormat, VideoDevice device) {
        FrameDemand suiting;
        try {
            suiting = demand.withNatural(ownFormat ? demand.natural() : Placeholders.suiting(demand, device));
        } catch (RuntimeException e) {
            device.close();
            throw e;
        }
        CameraOutput output = CameraOutput.open(device, method, suiting, buffers);
        try {
            Placeholders.fit(device, output.layout().format());
            return output;
        } catch (RuntimeException e) {
            output.close();
            throw e;
        }
    }
}
