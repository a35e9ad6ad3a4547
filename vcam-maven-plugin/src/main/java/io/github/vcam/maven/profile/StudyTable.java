// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.profile;

import io.github.vcam.maven.page.Html;
import java.util.List;

/** The original study's finding beside ours. */
final class StudyTable {
    private final ProfileReport report;

    StudyTable(ProfileReport report) {
        this.report = report;
    }

    void write(Html html) {
        html.element("h2", "Beside the original study")
                .open("div", "class", "scroll", "tabindex", "0")
                .open("table");
        html.element("caption", "4096x4096 YUYV, max_buffers=32, 999 Hz. The original's figures are from bare metal.");
        html.open("thead").open("tr").element("th", "method", "class", "name");
        for (String heading : List.of(
                "_copy_from_user, original",
                "copies user space ↔ kernel, here",
                "do_syscall_64, original",
                "system calls, here",
                "copies inside the kernel, here",
                "CPU a frame, here")) {
            html.element("th", heading);
        }
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
        Part part = profile.producer().get();
        html.element("td", original(profile.method(), "near 10 %", "3 %"));
        html.element("td", part.share(FrameGroup.USER_COPY).precisely());
        html.element("td", original(profile.method(), "near 10 %", "none"));
        html.element("td", Evidence.systemCalls(part).precisely());
        html.element("td", part.share(FrameGroup.KERNEL_COPY).precisely());
        html.element("td", Evidence.millis(part.millisPerFrame())).close();
    }

    private static String original(String method, String ofWrite, String ofMmap) {
        return switch (method) {
            case "write" -> ofWrite;
            case "mmap" -> ofMmap;
            default -> "not measured";
        };
    }
}
