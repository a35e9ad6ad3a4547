// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.vm.agent;

import java.io.IOException;

/** The bytes on the channel are no frame: the rest of an earlier session, or another protocol. */
public final class MalformedFrameException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedFrameException() {
        super("not a frame");
    }
}
