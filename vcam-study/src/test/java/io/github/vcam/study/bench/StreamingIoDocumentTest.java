// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/streaming-io.md} links to is in the repository, and in the report that it tells people to make. */
class StreamingIoDocumentTest {
    private static final Path DOCUMENTS = Path.of("../docs");
    private static final Pattern LINK = Pattern.compile("streaming-io-rows\\.md#([^)]+)\\)");
    private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\">");
    private static final Pattern FILE = Pattern.compile("\\]\\((?!https?:)([^)#]+)");
    private static final Optional<String> USUAL = Optional.empty();

    @Test
    void everyLinkLeadsToARow() throws IOException {
        BenchPlan plan =
                BenchPlan.of(false, USUAL, USUAL, USUAL, USUAL, USUAL, Optional.empty(), Optional.empty(), USUAL);
        Set<String> rows = Stream.of(Clock.values())
                .flatMap(clock -> plan.scenarios(clock).stream()
                        .flatMap(scenario -> Stream.of("ours", "0.15.4")
                                .map(module -> new Row(scenario, module, clock, List.of(), List.of()).id())))
                .collect(Collectors.toSet());
        List<String> links = found(LINK, "streaming-io.md");
        assertThat(links).isNotEmpty();
        assertThat(rows).containsAll(links);
        assertThat(found(ANCHOR, "streaming-io-rows.md"))
                .doesNotHaveDuplicates()
                .hasSameElementsAs(links);
    }

    @Test
    void everyFileIsThere() throws IOException {
        assertThat(found(FILE, "streaming-io.md"))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(DOCUMENTS.resolve(file)).exists())
                .noneMatch(file -> file.contains("target/"));
    }

    private static List<String> found(Pattern pattern, String document) throws IOException {
        return pattern.matcher(Files.readString(DOCUMENTS.resolve(document)))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
