// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report for a terminal: groups down, methods across. */
final class ProfileTable {
    private static final int NAME = 30;
    private static final int COLUMN = 12;

    private ProfileTable() {}

    static List<String> lines(ProfileReport report) {
        List<ProfiledProcess> parts = report.methods().stream()
                .flatMap(profile -> profile.parts().stream())
                .toList();
        List<String> lines = new ArrayList<>();
        if (!parts.isEmpty()) {
            lines.add(row(
                    "per cent of samples",
                    parts.stream().map(ProfileTable::heading).toList()));
            for (CostGroup group : CostGroup.values()) {
                if (parts.stream().anyMatch(part -> part.share(group).part() > 0)) {
                    lines.add(row(
                            group.title(),
                            parts.stream()
                                    .map(part -> number(part.share(group).percent()))
                                    .toList()));
                }
            }
            lines.add(row(
                    "samples",
                    parts.stream()
                            .map(part -> Long.toString(part.samples().count()))
                            .toList()));
            lines.add(row(
                    "CPU ms a frame",
                    parts.stream()
                            .map(part -> String.format(Locale.ROOT, "%.3f", part.millisPerFrame()))
                            .toList()));
        }
        report.methods().stream()
                .filter(profile -> profile.failure() != null)
                .forEach(profile -> lines.add(profile.method() + ": " + profile.failure()));
        return lines;
    }

    private static String heading(ProfiledProcess part) {
        return part.role().equals("producer") ? part.method() : "< " + part.method();
    }

    private static String number(double percent) {
        return percent == 0 ? "-" : String.format(Locale.ROOT, "%.1f", percent);
    }

    private static String row(String name, List<String> cells) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-" + NAME + "s", name));
        cells.forEach(cell -> line.append(String.format(Locale.ROOT, "%" + COLUMN + "s", cell)));
        return line.toString();
    }
}
