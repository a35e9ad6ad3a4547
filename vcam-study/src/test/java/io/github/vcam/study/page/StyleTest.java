// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.runtime.resource.Resource;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StyleTest {
    private static final double TEXT = 4.5;
    private static final double SHAPE = 3;

    private final String css = new Resource(Page.class, "page.css").text();
    private final Style style = Style.of(css);

    @Test
    void darkScreen_hasEveryColourOfItsOwn() {
        assertThat(style.dark().keySet()).isEqualTo(style.light().keySet()).contains("paper", "ink", "s1", "s8");
    }

    /** A sheet from a computer with a dark screen would else have light letters. */
    @Test
    void paper_isNeverDark() {
        assertThat(css.split("prefers-color-scheme: dark", -1)).hasSize(2);
        assertThat(css).contains("@media screen and (prefers-color-scheme: dark)", "@media print");
    }

    @Test
    void wordsAndPlots_areSeenOnBothPapers() {
        assertSeen(style.light());
        assertSeen(style.dark());
    }

    private static void assertSeen(Map<String, String> colours) {
        for (String ground : new String[] {"paper", "box"}) {
            for (String word : new String[] {"ink", "soft", "link"}) {
                assertContrast(colours, word, ground, TEXT);
            }
        }
        assertContrast(colours, "warn-ink", "warn-box", TEXT);
        assertContrast(colours, "ink", "mark", TEXT);
        for (int series = 1; series <= 8; series++) {
            assertContrast(colours, "s" + series, "paper", SHAPE);
        }
    }

    private static void assertContrast(Map<String, String> colours, String one, String other, double least) {
        assertThat(Style.contrast(colours.getOrDefault(one, ""), colours.getOrDefault(other, "")))
                .as(one + " on " + other + " of " + colours)
                .isGreaterThanOrEqualTo(least);
    }

    @Test
    void rules_takeTheirColoursByName() {
        assertThat(style.rules()).doesNotContainPattern("#[0-9a-fA-F]{3}");
        assertThat(Pattern.compile("var\\(--([\\w-]+)\\)")
                        .matcher(style.rules())
                        .results()
                        .map(use -> use.group(1))
                        .filter(name -> !name.equals("c")))
                .isSubsetOf(style.light().keySet());
    }
}
