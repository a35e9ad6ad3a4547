// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import io.github.vcam.consumer.CaptureMethod;
import io.github.vcam.consumer.CaptureRequest;

/**
 * What to watch and how. Travels as JSON.
 *
 * @param device node, number or label
 * @param method how frames are taken
 */
public record WatchOrder(String device, CaptureMethod method) {
    /** The order in core's terms. */
    CaptureRequest request() {
        return CaptureRequest.of(device).withMethod(method);
    }
}
