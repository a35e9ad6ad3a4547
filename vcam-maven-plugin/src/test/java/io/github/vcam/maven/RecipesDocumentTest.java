// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The form of what {@code docs/recipes.md} tells people to write, whose deeds are {@code RecipesScenarioIT}'s; and links of all documents. */
class RecipesDocumentTest {
    private static final Path DOCUMENTS = Path.of("../docs");
    private static final Pattern BLOCK = Pattern.compile("^```(\\S+).*\\n((?s:.*?))^```$", Pattern.MULTILINE);
    private static final Pattern FILE = Pattern.compile("\\]\\((?!https?:)([^)#]+)");

    private static String text() throws IOException {
        return Files.readString(DOCUMENTS.resolve("recipes.md"));
    }

    private static List<String> blocks(String language) throws IOException {
        return BLOCK.matcher(text())
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    static List<String> yaml() throws IOException {
        return blocks("yaml");
    }

    static List<String> shell() throws IOException {
        return blocks("sh");
    }

    @ParameterizedTest
    @MethodSource("yaml")
    void yaml_isYaml(String text) {
        assertThat(new Load(LoadSettings.builder().build()).loadFromString(text))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("shell")
    void shell_isShell(String text) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "-n", "-c", text)
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(bash.exitValue()).as(said).isZero();
    }

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> files = Files.list(DOCUMENTS)) {
            return Stream.concat(
                    Stream.of(DOCUMENTS.resolve("../README.md")),
                    files.filter(file -> file.toString().endsWith(".md")))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyFileIsThere(Path document) throws IOException {
        assertThat(FILE.matcher(Files.readString(document)).results().map(link -> link.group(1)))
                .allSatisfy(file -> assertThat(document.resolveSibling(file)).exists());
    }
}
