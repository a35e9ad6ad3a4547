// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import io.github.vcam.runtime.resource.Resource;
import io.github.vcam.study.page.Html;
import io.github.vcam.study.page.Page;
import java.util.List;
import java.util.Locale;

/** The report for people, one page with everything in it. */
final class ProfilePage {
    private static final int KERNEL_FUNCTIONS = 15;
    private static final int USER_FUNCTIONS = 10;

    private final ProfileReport report;
    private final Html html = new Html();

    private ProfilePage(ProfileReport report) {
        this.report = report;
    }

    static String of(ProfileReport report) {
        ProfilePage page = new ProfilePage(report);
        page.write();
        String title = report.scenario() == Scenario.STUDY
                ? "The study: where write() and the streaming methods spend their time"
                : "Where the feed's time goes";
        return Page.of(title, new Resource(ProfilePage.class, "profile.css").text(), page.html);
    }

    private void write() {
        report.partial()
                .ifPresent(why ->
                        html.open("div", "class", "warning").element("p", why).close());
        facts();
        evidence();
        groups();
        if (report.scenario() == Scenario.STUDY) {
            new StudyTable(report).write(html);
        }
        report.methods().forEach(this::method);
        differences();
        explanation();
        html.open("script")
                .raw(new Resource(ProfilePage.class, "profile.js").text())
                .close();
    }

    private void facts() {
        html.open("dl", "class", "facts");
        report.facts().forEach(fact -> html.element("dt", fact.what()).element("dd", fact.value()));
        html.close();
    }

    private void evidence() {
        List<String> sentences = Evidence.of(report);
        if (!sentences.isEmpty()) {
            html.element("h2", "What it says").open("ul");
            sentences.forEach(sentence -> html.element("li", sentence));
            html.close();
        }
    }

    private List<ProfiledProcess> parts() {
        return report.methods().stream()
                .flatMap(profile -> profile.parts().stream())
                .toList();
    }

    private void groups() {
        List<ProfiledProcess> parts = parts();
        html.element("h2", "By meaning");
        report.methods().stream()
                .filter(profile -> profile.failure() != null)
                .forEach(profile -> html.open("div", "class", "warning")
                        .element("p", profile.method() + ": " + profile.failure())
                        .close());
        if (parts.isEmpty()) {
            return;
        }
        parts.forEach(this::bar);
        html.element(
                "p",
                "Per cent of each process's own samples; below it, processor time for each frame.",
                "class",
                "soft");
        html.open("div", "class", "scroll", "tabindex", "0").open("table", "class", "groups");
        html.open("thead").open("tr").element("th", "group", "class", "name");
        parts.forEach(part -> html.open("th")
                .text(part.method())
                .element("small", part.role())
                .close());
        html.close().close().open("tbody");
        for (CostGroup group : CostGroup.values()) {
            if (parts.stream().anyMatch(part -> part.share(group).part() > 0)) {
                html.open("tr").open("th", "scope", "row").element("span", "", "class", swatch(group));
                html.text(" " + group.title()).close();
                parts.forEach(part -> cell(part, part.share(group)));
                html.close();
            }
        }
        html.open("tr").element("th", "system calls with all they call", "scope", "row");
        parts.forEach(part -> cell(part, Evidence.systemCalls(part)));
        html.close().open("tr").element("th", "all", "scope", "row");
        parts.forEach(part -> html.open("td")
                .text(String.format(Locale.ROOT, "%,d samples", part.samples().count()))
                .element("small", Evidence.millis(part.millisPerFrame()))
                .close());
        html.close().close().close().close();
    }

    private void cell(ProfiledProcess part, Fraction share) {
        if (share.part() == 0) {
            html.element("td", "–");
            return;
        }
        html.open("td", "title", share.precisely())
                .text(share.toString())
                .element("small", Evidence.millis(part.millisPerFrame(share)))
                .close();
    }

    /** One process as one bar. */
    private void bar(ProfiledProcess part) {
        html.open("figure", "class", "bar").open("figcaption").text(part.method() + " ");
        html.element("span", part.role(), "class", "soft").close().open("div");
        part.groups()
                .forEach((group, share) -> html.element(
                        "span",
                        share.percent() < 9 ? "" : share.toString(),
                        "class",
                        swatch(group),
                        "style",
                        String.format(Locale.ROOT, "width:%.2f%%", share.percent()),
                        "title",
                        group.title() + ": " + share.precisely()));
        html.close().close();
    }

    private static String swatch(CostGroup group) {
        return "g g-" + group.word();
    }

    private void method(MethodProfile profile) {
        for (ProfiledProcess part : profile.parts()) {
            String id = profile.id(part);
            html.element("h2", part.role() + ", " + part.method(), "id", id);
            html.element(
                    "p",
                    String.format(
                            Locale.ROOT,
                            "%s on %s, %.1f frames/s; perf looked for %.1f s and took %,d samples; %d lost, %d of idle"
                                    + " processors left out, %s without a name.",
                            profile.format(),
                            profile.device(),
                            profile.framesPerSecond(),
                            profile.seconds(),
                            part.samples().count(),
                            part.samples().lost(),
                            part.samples().idle(),
                            part.unknown()),
                    "class",
                    "soft");
            profile.notes().forEach(note -> html.element("p", note, "class", "soft"));
            functions("Hot functions of the kernel", HotFunction.top(part.samples(), true, KERNEL_FUNCTIONS));
            functions("Hot functions of the program", HotFunction.top(part.samples(), false, USER_FUNCTIONS));
            flame("Flame graph", FlameGraphs.page(part.samples()));
        }
    }

    private void functions(String title, List<HotFunction> functions) {
        html.element("h3", title);
        if (functions.isEmpty()) {
            html.element("p", "None was met.", "class", "soft");
            return;
        }
        html.open("div", "class", "scroll", "tabindex", "0")
                .open("table")
                .open("thead")
                .open("tr");
        html.element("th", "function and the ways to it", "class", "name")
                .element("th", "itself")
                .element("th", "with callees");
        html.element("th", "group", "class", "name").close().close().open("tbody");
        for (HotFunction function : functions) {
            html.open("tr").open("th", "scope", "row").open("details").open("summary");
            html.element("code", function.frame().title()).close();
            function.paths().forEach(this::path);
            html.close().close();
            html.element(
                    "td", function.self().toString(), "title", function.self().precisely());
            html.element(
                    "td", function.total().toString(), "title", function.total().precisely());
            html.element("td", function.group().title(), "class", "name").close();
        }
        html.close().close().close();
    }

    private void path(HotFunction.Path path) {
        html.open("p", "class", "path").element("b", path.share().toString()).text(" ");
        html.element("code", String.join(" ← ", path.frames())).close();
    }

    /** A page in the page, made when somebody looks, for its script measures its window. */
    private void flame(String title, String page) {
        html.open("details", "class", "flame").element("summary", title);
        html.element("iframe", "", "title", title, "data-page", page).close();
    }

    private void differences() {
        List<ProfiledProcess> producers = report.producers();
        if (producers.size() < 2) {
            return;
        }
        ProfiledProcess first = producers.get(0);
        html.element("h2", "Differences");
        html.element(
                "p",
                "Drawn is " + first.method()
                        + ": red where it spends more for as many frames than the other method, blue where"
                        + " less, yellow what the other one does not do at all.");
        producers.stream()
                .skip(1)
                .forEach(other ->
                        flame(first.method() + " against " + other.method(), FlameGraphs.difference(first, other)));
    }

    private void explanation() {
        html.element("h2", "How to read it").open("dl", "class", "terms");
        for (CostGroup group : CostGroup.values()) {
            html.element("dt", group.title()).element("dd", group.meaning() + ".");
        }
        html.close();
        html.element(
                "p",
                "A sample is a look at what a thread of the process ran at that moment: waiting costs none. ± is what"
                        + " sampling alone makes of it, 95 times of 100. Starting, negotiating, getting and clearing"
                        + " buffers came before perf looked and are left out. Call paths end where code without frame"
                        + " pointers calls: Debian's C library and JNA have none, so that Java's methods stand beside the"
                        + " system calls that they make, not below them.",
                "class",
                "soft");
    }
}
