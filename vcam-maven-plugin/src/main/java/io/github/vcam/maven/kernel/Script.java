// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.kernel;

import io.github.vcam.maven.process.Command;
import io.github.vcam.maven.resource.Resource;
import java.util.ArrayList;
import java.util.List;

/** A shell script that comes with the plugin and runs where the camera is. */
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
