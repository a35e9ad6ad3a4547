// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which module files a kernel needs for some modules, in the order in which it takes them. */
final class ModuleClosure {
    private final Path directory;
    private final Map<String, List<String>> dependencies = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();

    /** @param directory {@code lib/modules/<release>} with its {@code modules.dep} */
    ModuleClosure(Path directory) throws IOException {
        this.directory = directory;
        for (String line : Files.readAllLines(directory.resolve("modules.dep"))) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String file = line.substring(0, colon);
                String needs = line.substring(colon + 1).strip();
                dependencies.put(file, needs.isEmpty() ? List.of() : List.of(needs.split(" ")));
                files.put(name(file), file);
            }
        }
    }

    /** A name without a file is left out: the kernel has it built in, or does without it. */
    List<Path> filesOf(List<String> names) {
        Set<String> ordered = new LinkedHashSet<>();
        for (String name : names) {
            String file = files.get(name.replace('-', '_'));
            if (file != null) {
                List<String> first = new ArrayList<>(dependencies.getOrDefault(file, List.of()));
                Collections.reverse(first); // modules.dep names the nearest first
                ordered.addAll(first);
                ordered.add(file);
            }
        }
        return ordered.stream().map(directory::resolve).toList();
    }

    /** The module's name: its file's without directory and endings, with underscores. */
    static String name(String file) {
        String base = file.substring(file.lastIndexOf('/') + 1);
        return base.replaceFirst("\\.ko(\\.\\w+)?$", "").replace('-', '_');
    }
}
