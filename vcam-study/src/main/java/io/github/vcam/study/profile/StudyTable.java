// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import io.github.vcam.producer.StreamingMethod;
import io.github.vcam.study.page.Html;
import java.util.List;

/** The original study's finding beside ours. */
final class StudyTable {
    /** Of a column. */
    private record Heading(String what, String whose) {}

    private static final List<Heading> HEADINGS = List.of(
            new Heading("_copy_from_user", "original"),
            new Heading("copies user ↔ kernel", "here"),
            new Heading("do_syscall_64", "original"),
            new Heading("system calls", "here"),
            new Heading("copies in the kernel", "here"),
            new Heading("CPU a frame", "here"));

    private final ProfileReport report;

    StudyTable(ProfileReport report) {
        this.report = report;
    }

    void write(Html html) {
        html.element("h2", "Beside the original study")
                .open("div", "class", "scroll", "tabindex", "0")
                .open("table");
        html.open("thead").open("tr").element("th", "method", "class", "name");
        HEADINGS.forEach(heading -> html.open("th")
                .text(heading.what())
                .element("small", heading.whose())
                .close());
        html.close().close().open("tbody");
        report.methods().forEach(profile -> row(html, profile));
        html.close().close().close();
    }

    private static void row(Html html, MethodProfile profile) {
        html.open("tr").element("th", profile.method(), "scope", "row");
        if (profile.producer().isEmpty()) {
            html.element("td", String.valueOf(profile.failure()), "class", "reason", "colspan", "6")
                    .close();
            return;
        }
        ProfiledProcess part = profile.producer().get();
        html.element("td", original(profile.method(), "near 10 %", "3 %"));
        html.element("td", part.share(CostGroup.USER_COPY).precisely());
        html.element("td", original(profile.method(), "near 10 %", "none"));
        html.element("td", Evidence.systemCalls(part).precisely());
        html.element("td", part.share(CostGroup.KERNEL_COPY).precisely());
        html.element("td", Evidence.millis(part.millisPerFrame())).close();
    }

    private static String original(String method, String ofWrite, String ofMmap) {
        return switch (StreamingMethod.of(method)) {
            case WRITE -> ofWrite;
            case MMAP -> ofMmap;
            default -> "not measured";
        };
    }
}
