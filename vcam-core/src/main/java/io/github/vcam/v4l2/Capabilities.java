// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Capability;

/**
 * Who a node is and what it can do (V4L2: "Querying Capabilities").
 *
 * @param flags the V4L2_CAP bits of this very node
 */
public record Capabilities(String driver, String card, String busInfo, int flags) {

    static Capabilities of(Capability answer) {
        boolean perNode = (answer.capabilities() & V4l2.V4L2_CAP_DEVICE_CAPS) != 0;
        return new Capabilities(
                answer.driver(),
                answer.card(),
                answer.busInfo(),
                perNode ? answer.deviceCaps() : answer.capabilities());
    }

    public boolean has(Direction direction) {
        return (flags & direction.capability()) != 0;
    }

    public boolean canStream() {
        return (flags & V4l2.V4L2_CAP_STREAMING) != 0;
    }

    /** Whether read() or write() works. */
    public boolean canReadWrite() {
        return (flags & V4l2.V4L2_CAP_READWRITE) != 0;
    }
}
