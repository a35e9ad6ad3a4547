// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.consumer;

import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.FakeDevice;

/** Captures of devices that are not there, for tests of other packages. */
public final class FakeCapture {
    private FakeCapture() {}

    public static CameraCapture open(FakeDevice device) {
        return CameraCapture.open(CaptureRequest.of(FakeDevice.PATH), device.open(Direction.CAPTURE));
    }
}
