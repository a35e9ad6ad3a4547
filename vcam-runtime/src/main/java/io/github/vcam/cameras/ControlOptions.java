// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.cameras;

import io.github.vcam.error.InvalidValueException;
import java.nio.file.Path;

/**
 * How cameras are directed by HTTP.
 *
 * @param port of this machine's loopback; 0 for any that is free
 * @param base where relative paths in requests begin
 */
public record ControlOptions(int port, Path base) {
    private static final int MOST = 65_535;

    public ControlOptions {
        if (port < 0 || port > MOST) {
            throw InvalidValueException.of("control_port", "the control port is " + port + ": it can be 0 to " + MOST);
        }
    }
}
