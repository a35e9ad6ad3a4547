// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shell has no compiler that would miss a fact: it would go on with an empty word. */
class GuestFactsTest {
    private static final Pattern ASKED = Pattern.compile("\\$\\(guest_fact ([a-zA-Z]+)\\)");

    @Test
    void everyFactThatAScriptAsksFor_isInOneFile() throws IOException {
        Set<String> asked = new TreeSet<>();
        try (Stream<Path> scripts = Files.walk(Path.of("../scripts"))) {
            for (Path script :
                    scripts.filter(path -> path.toString().endsWith(".sh")).toList()) {
                ASKED.matcher(Files.readString(script)).results().forEach(found -> asked.add(found.group(1)));
            }
        }
        assertThat(asked)
                .isNotEmpty()
                .allSatisfy(key -> assertThat(List.of(GuestFacts.EVERY.has(key), GuestFacts.X86_64.has(key)))
                        .containsOnlyOnce(true))
                .allSatisfy(
                        key -> assertThat(GuestFacts.AARCH64.has(key)).as(key).isEqualTo(GuestFacts.X86_64.has(key)));
    }
}
