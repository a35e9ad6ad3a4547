// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurefireListingTest {
    @TempDir
    Path directory;

    private boolean isListing(String properties) throws IOException {
        Files.writeString(directory.resolve("surefire-1_4tmp"), properties);
        return SurefireListing.is(List.of(
                "java",
                "-Xmx512m",
                "-jar",
                directory.resolve("surefirebooter-1_6.jar").toString(),
                directory.toString(),
                "2026-11-29T17-54-30_079-jvmRun1",
                "surefire-1_4tmp",
                "surefire_1-1_5tmp"));
    }

    @Test
    void itsPropertiesNameAFileForTheTests_itLists() throws IOException {
        assertThat(isListing("#surefire\nforkNumber=1\ndiscoverTestsOutputFile=/target/surefire/tests.txt\n"))
                .isTrue();
    }

    @Test
    void theyNameNone_itRunsTests() throws IOException {
        assertThat(isListing("#surefire\nforkNumber=1\n")).isFalse();
    }

    @Test
    void itIsNoJvmOfSurefires_itIsNot() {
        assertThat(SurefireListing.is(List.of("java", "-version"))).isFalse();
        assertThat(SurefireListing.is(List.of("java", "-cp", "a.jar", "Main", "one", "two", "three", "four")))
                .isFalse();
    }
}
