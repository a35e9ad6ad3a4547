// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.resource.Resource;
import java.util.ArrayList;
import java.util.List;

/** A shell script that comes in the jar and runs where the camera is. */
enum Script {
    PROBE("probe.sh"),
    LOAD("load.sh"),
    TRACE("trace.sh");

    private final String file;

    Script(String file) {
        this.file = file;
    }

    Command with(List<String> arguments) {
        List<String> line = new ArrayList<>(List.of("sh", "-c", new Resource(Script.class, file).text(), file));
        line.addAll(arguments);
        return Command.of(line);
    }
}
