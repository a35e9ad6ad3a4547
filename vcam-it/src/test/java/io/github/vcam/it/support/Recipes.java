// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The shell lines that documents tell people to type. */
public final class Recipes {
    private static final Pattern BLOCK = Pattern.compile("^```(.+)\n((?s:.*?))^```$", Pattern.MULTILINE);

    private Recipes() {}

    /**
     * The blocks that are marked so.
     *
     * @param name of a document in {@code docs}
     * @param mark for instance {@code sh run}
     */
    public static List<String> blocks(String name, String mark) {
        Path document = Path.of(System.getProperty("vcam.it.root"), "docs", name);
        try {
            return BLOCK.matcher(Files.readString(document))
                    .results()
                    .filter(block -> block.group(1).equals(mark))
                    .map(block -> block.group(2))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
