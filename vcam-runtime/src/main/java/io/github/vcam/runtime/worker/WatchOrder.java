// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import io.github.vcam.reader.ReadMethod;
import io.github.vcam.reader.ReadRequest;

/**
 * What to watch and how. Travels as JSON.
 *
 * @param device node, number or label
 * @param method how frames are taken
 */
public record WatchOrder(String device, ReadMethod method) {
    /** The order in core's terms. */
    ReadRequest request() {
        return ReadRequest.of(device).withMethod(method);
    }
}
