// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.study.bench.BenchResult;
import io.github.vcam.study.bench.Clock;
import io.github.vcam.study.bench.Row;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class BenchPageTest {
    @Test
    void page_isWellFormedAndNeedsNoOtherFile() throws Exception {
        String page = page(Sample.complete());

        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(page)));
        Document document = Jsoup.parse(page);
        assertThat(document.select("script, link, img, iframe, [src]")).isEmpty();
        assertThat(document.select("a[href]").eachAttr("href"))
                .allMatch(
                        link -> link.startsWith("#") || link.equals("bench.json") || link.equals("bench.schema.json"));
        assertThat(page).doesNotContain("url(", "@import");
    }

    @Test
    void everyLinkLeadsSomewhereAndEveryAnchorIsThereOnce() {
        Document document = Jsoup.parse(page(Sample.partial()));

        List<String> ids = document.select("[id]").eachAttr("id");
        assertThat(ids).doesNotHaveDuplicates().noneMatch(id -> id.contains(" "));
        assertThat(document.select("a[href^=#]").eachAttr("href")).allMatch(link -> ids.contains(link.substring(1)));
        assertThat(ids)
                .contains("write-read-640x480-b4-c1-ours-instructions", "mmap-mmap-1920x1080-b32-c1-debian-sid-time")
                .containsAll(Sample.partial().rows().stream().map(Row::id).toList());
    }

    @Test
    void oneModuleCopiesOnceMore_theTablesShowIt() {
        BenchResult result = Sample.of(
                List.of(
                        Sample.row("mmap->mmap", "ours", Clock.TIME, 20_000, 0),
                        Sample.row("mmap->mmap", "slowed", Clock.TIME, 50_000, 1),
                        Sample.row("mmap->mmap", "ours", Clock.INSTRUCTIONS, 17_000, 0),
                        Sample.row("mmap->mmap", "slowed", Clock.INSTRUCTIONS, 93_800, 1)),
                "ours",
                "slowed");
        Document document = Jsoup.parse(page(result));

        assertThat(figure(document, "mmap-mmap-640x480-b4-c1-ours-time-work", "copies"))
                .isEqualTo("0");
        assertThat(figure(document, "mmap-mmap-640x480-b4-c1-slowed-time-work", "copies"))
                .isEqualTo("1.00");
        assertThat(figure(document, "mmap-mmap-640x480-b4-c1-slowed-time-work", "copied"))
                .isEqualTo("600 KiB");
        assertThat(figure(document, "mmap-mmap-640x480-b4-c1-slowed-instructions", "copies"))
                .isEqualTo("1.00");
        assertThat(document.select("td.more").eachText()).contains("2.50×", "5.52×");
        assertThat(document.select("figure[id^=plot-instructions-ratio] desc").text())
                .contains("mmap→mmap 5.5×");
    }

    @Test
    void spreadsOverlap_theRatioIsMarked() {
        BenchResult result = Sample.of(
                List.of(
                        Sample.row("mmap->mmap", "ours", Clock.TIME, 20_000, 0),
                        Sample.row("mmap->mmap", "other", Clock.TIME, 20_010, 0)),
                "ours",
                "other");

        assertThat(Jsoup.parse(page(result)).select("td.even").eachText()).contains("~1.00×");
    }

    @Test
    void rowsFailed_theTablesKeepThemAndSayWhy() {
        Document document = Jsoup.parse(page(Sample.complete()));

        assertThat(document.select("#userptr-mmap-640x480-b4-c1-debian-sid-time > td.reason")
                        .text())
                .isEqualTo("failed: " + Sample.REASON);
        String some = "#mmap-mmap-1920x1080-b4-c8-debian-sid-time";
        assertThat(document.select(some + " > td:last-child").text()).isEqualTo("2 of 3");
        assertThat(document.select(some + " + tr").text()).isEqualTo("1 of 3 runs failed: timed out after 60 s");
        assertThat(document.select("#failures li")).hasSize(32);
    }

    @Test
    void resultIsPartial_thePageSaysSoAtItsTop() {
        assertThat(Jsoup.parse(page(Sample.partial())).select("main > #partial").text())
                .contains("partial", "stopped in round 2 of 3", "1 row of 181 not measured");
        assertThat(Jsoup.parse(page(Sample.complete())).select("#partial")).isEmpty();
    }

    @Test
    void figureIsMissing_aDashStandsForIt() {
        BenchResult result = Sample.of(List.of(Sample.row("mmap->mmap", "old", Clock.TIME, 20_000, null)), "old");
        Document document = Jsoup.parse(page(result));

        assertThat(figure(document, "mmap-mmap-640x480-b4-c1-old-time-work", "copies"))
                .isEqualTo("–");
        assertThat(document.text()).doesNotContain("NaN", "Infinity", "null");
    }

    @Test
    void tablesAndPlotsCanBeReadAloud() {
        Document document = Jsoup.parse(page(Sample.complete()));

        assertThat(document.select("table"))
                .hasSize(9)
                .allMatch(table -> !table.select("> caption").isEmpty());
        assertThat(document.select("th")).allMatch(head -> head.hasAttr("scope"));
        assertThat(document.select("svg"))
                .hasSizeGreaterThan(10)
                .allMatch(plot -> !plot.select("> title").isEmpty()
                        && !plot.select("> desc").isEmpty()
                        && !plot.select("path").isEmpty());
        assertThat(document.select(".scroll > table")).hasSize(9);
    }

    @Test
    void plotsNeedNoOtherColoursThanThePages() {
        Document document = Jsoup.parse(page(Sample.complete()));

        assertThat(document.select("svg [style], svg [fill], svg [stroke]")).isEmpty();
        assertThat(document.select("svg path").eachAttr("class"))
                .allMatch(style -> style.matches("[fl] c-(s[1-8]|rule|soft)( dotted)?"));
        assertThat(document.select("style").html()).contains(".c-s8", ".c-rule", ".c-soft", ".dotted");
    }

    @Test
    void nothingWasMeasuredYet_thereIsAPage() {
        Document document = Jsoup.parse(page(Sample.of(List.of(), "ours")));

        assertThat(document.select("h1")).hasSize(1);
        assertThat(document.select("table, svg")).isEmpty();
    }

    @Test
    void reportIsWrittenAgainAndAgain_theLastOneStands(@TempDir Path directory) throws Exception {
        Path report = directory.resolve("target/vcam/bench");
        BenchReport.keep(report, Sample.partial());
        assertThat(report.resolve(BenchReport.PAGE))
                .content()
                .contains("partial: ")
                .doesNotContain("<svg");
        BenchReport.write(report, Sample.complete());

        try (var files = Files.list(report)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("index.html", "bench.json", "bench.schema.json");
        }
        assertThat(BenchReport.read(report.resolve(BenchReport.JSON))).isEqualTo(Sample.complete());
        assertThat(report.resolve(BenchReport.PAGE))
                .content()
                .doesNotContain("partial: ")
                .contains("<svg");
    }

    private static String page(BenchResult result) {
        return BenchPage.of(result, true);
    }

    /** The median in the column of that head; what is below it is left out. */
    private static String figure(Document document, String row, String head) {
        List<String> heads = document.select("table:has(#" + row + ") thead th").stream()
                .map(Element::ownText)
                .toList();
        assertThat(heads).as(row).contains(head);
        return document.select("#" + row).get(0).child(heads.indexOf(head)).ownText();
    }
}
