// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The form of what {@code docs/recipes.md} tells people to write; what it does is {@code RecipesScenarioIT}'s. */
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

    private static List<Path> links(Path document) throws IOException {
        return FILE.matcher(Files.readString(document))
                .results()
                .map(link -> document.resolveSibling(link.group(1)))
                .toList();
    }

    @Test
    void everyFileThatADocumentNamesIsThere() throws IOException {
        List<Path> links = new ArrayList<>(links(DOCUMENTS.resolve("../README.md")));
        try (DirectoryStream<Path> documents = Files.newDirectoryStream(DOCUMENTS, "*.md")) {
            for (Path document : documents) {
                links.addAll(links(document));
            }
        }
        assertThat(links(DOCUMENTS.resolve("recipes.md"))).isNotEmpty();
        assertThat(links).allSatisfy(file -> assertThat(file).exists());
    }
}
