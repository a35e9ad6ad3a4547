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

/** What {@code docs/streaming-io.md} links to is in the report that it tells people to make. */
class StreamingIoDocumentTest {
    private static final Pattern LINK = Pattern.compile("vcam/bench/index\\.html#([^)]+)\\)");
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
        List<String> links = LINK.matcher(Files.readString(Path.of("../docs/streaming-io.md")))
                .results()
                .map((MatchResult link) -> link.group(1))
                .toList();
        assertThat(links).isNotEmpty();
        assertThat(rows).containsAll(links);
    }
}
