// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.runtime.resource.Resource;
import io.github.vcam.study.page.Page;
import io.github.vcam.study.page.Style;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfileStyleTest {
    private final Style page = Style.of(new Resource(Page.class, "page.css").text());
    private final Style style = Style.of(new Resource(ProfilePage.class, "profile.css").text());

    /** In a bar the words have the paper's colour, beside a name the group's does on the paper. */
    @Test
    void groups_areSeenOnBothPapers() {
        assertSeen(style.light(), page.light());
        assertSeen(style.dark(), page.dark());
    }

    private static void assertSeen(Map<String, String> groups, Map<String, String> page) {
        assertThat(groups)
                .hasSize(CostGroup.values().length)
                .allSatisfy((name, colour) -> assertThat(Style.contrast(colour, page.getOrDefault("paper", "")))
                        .as(name)
                        .isGreaterThanOrEqualTo(4.5));
    }

    @Test
    void rules_takeTheirColoursByName() {
        assertThat(style.rules()).doesNotContainPattern("#[0-9a-fA-F]{3}");
    }

    /** Browsers leave backgrounds out when they print, and these are the figure. */
    @Test
    void swatches_arePrinted() {
        assertThat(style.rules()).containsPattern("\\.g \\{[^}]*[^-]print-color-adjust: exact");
    }
}
