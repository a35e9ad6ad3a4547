// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.resource.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A shell script that comes in the jar and runs where the camera is. */
@SuppressWarnings("ImmutableEnumChecker") // the list never changes
enum Script {
    PROBE("probe.sh", "path.sh", "facts.sh", "probe.sh"),
    /** Looks, loads where nothing is in the way, and looks again. */
    LOOK_AND_LOAD("look-and-load", "path.sh", "facts.sh", "look.sh", "load.sh", "now.sh"),
    LOAD("load.sh", "path.sh", "load.sh"),
    TRACE("trace.sh", "trace.sh");

    private final String name;
    private final List<String> files;

    /** @param files whose texts it consists of */
    Script(String name, String... files) {
        this.name = name;
        this.files = List.of(files);
    }

    /** Runs it by a shell of that place. */
    Command by(List<String> shell, List<String> arguments) {
        String text = files.stream()
                .map(file -> new Resource(Script.class, file).text())
                .collect(Collectors.joining("\n"));
        List<String> line = new ArrayList<>(shell);
        line.addAll(List.of("-c", text, name));
        line.addAll(arguments);
        return Command.of(line);
    }
}
