// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report made of recorded samples: page, JSON, table. */
class ProfileReportTest {
    private static final MethodProfile WRITE =
            Recorded.profile(new ProfiledProcess("producer", "write", Recorded.write(), 10, 999));
    private static final MethodProfile MMAP = Recorded.profile(Recorded.producer("mmap", 3));
    private static final MethodProfile DMABUF =
            MethodProfile.failed("dmabuf", "/dev/video10", "No dma-buf of <33554432> bytes [VCAM-308]");

    @Test
    void page_hasGroupsFunctionsPathsAndPictures() {
        assertThat(ProfilePage.of(Recorded.report(Scenario.NONE, WRITE, MMAP)))
                .contains("copy_from_user, copy_to_user", "copy_user_generic_string", "io.github.vcam.feed.Feeder.loop")
                .contains("← loopback_output_copy_user ←")
                .contains("<iframe", "write against mmap")
                .doesNotContain("<script src", "<link", "not finished", "original study");
    }

    @Test
    void methodFailed_itsReasonStandsInThePageAndInTheTable() {
        ProfileReport report = Recorded.report(Scenario.STUDY, WRITE, MMAP, DMABUF);
        assertThat(ProfilePage.of(report)).contains("No dma-buf of &lt;33554432&gt; bytes [VCAM-308]", "near 10 %");
        assertThat(ProfileTable.lines(report)).anyMatch(line -> line.startsWith("dmabuf: No dma-buf"));
        assertThat(ProfileJson.of(report)).contains("\"failure\": \"No dma-buf");
    }

    @Test
    void interrupted_thePageSaysSo() {
        ProfileReport report = new ProfileReport(Scenario.NONE, List.of(), List.of(WRITE), 4, true);
        assertThat(ProfilePage.of(report)).contains("class=\"warning\"", "interrupted: 1 of 4 methods");
        assertThat(ProfileJson.of(report)).contains("\"partial\": true");
    }

    @Test
    void table_hasARowForEachGroupThatWasMet() {
        List<String> lines = ProfileTable.lines(Recorded.report(Scenario.NONE, WRITE, MMAP));
        assertThat(lines.get(0)).contains("write", "mmap");
        assertThat(lines)
                .anyMatch(line -> line.matches("copy_from_user, copy_to_user +17\\.6 +0\\.3"))
                .noneMatch(line -> line.startsWith("decode"));
    }

    @Test
    void everyFieldOfTheJson_isExplained() throws IOException {
        String explained = Files.readString(Path.of("../docs/profile.md"));
        JsonObject json = JsonParser.parseString(ProfileJson.of(Recorded.report(Scenario.STUDY, WRITE, DMABUF)))
                .getAsJsonObject();
        json.remove("facts");
        Set<String> names = new TreeSet<>();
        collect(json, names);
        assertThat(names)
                .contains("cpuMillisPerFrame", "lostSamples")
                .allMatch(name -> explained.contains("`" + name + "`"));
    }

    private static void collect(JsonElement element, Set<String> names) {
        if (element instanceof JsonObject object) {
            object.entrySet().forEach(entry -> {
                names.add(entry.getKey());
                collect(entry.getValue(), names);
            });
        } else if (element instanceof JsonArray array) {
            array.forEach(item -> collect(item, names));
        }
    }

    @Test
    void files_areTheReportsAndTheStacks(@TempDir Path directory) {
        ProfileFiles files = new ProfileFiles(directory);
        files.begin();
        files.write(Recorded.report(Scenario.NONE, WRITE));

        assertThat(directory.resolve("write.collapsed")).content().contains("copy_user_generic_string_[k] ");
        assertThat(directory.resolve("profile.json")).isNotEmptyFile();
        files.begin();
        assertThat(directory).isEmptyDirectory();
    }
}
