// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.worker.FeedOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedOptionsTest {
    @TempDir
    Path directory;

    private static FeedOrder order(String input) {
        return order(input, "auto", null, null);
    }

    private static FeedOrder order(String input, String method, @Nullable String format, @Nullable String size) {
        return new FeedOrder(input, "/dev/video10", method, format, size, null, false, null, null);
    }

    @Test
    void relativePath_becomesAbsolute() throws IOException {
        Path clip = Files.writeString(directory.resolve("clip.mp4"), "x");
        assertThat(FeedOptions.checked(order("clip.mp4"), directory).input()).isEqualTo(clip.toString());
    }

    @Test
    void inputsThatAreNoFiles_stayAsTheyAre() {
        for (String input : new String[] {"pattern:bars", "lavfi:testsrc2=size=640x360", "http://x/y.mp4"}) {
            assertThat(FeedOptions.checked(order(input), directory).input()).isEqualTo(input);
        }
    }

    @Test
    void wrongInput_isRefusedBeforeAnythingStarts() throws IOException {
        Files.createFile(directory.resolve("empty.mp4"));
        assertRefused(order(""), "VCAM-101");
        assertRefused(order("nope.mp4"), "VCAM-101");
        assertRefused(order("."), "VCAM-103");
        assertRefused(order("empty.mp4"), "VCAM-102");
        assertRefused(order("pattern:nope"), "VCAM-106");
        assertRefused(order("pattern:bars", "teleport", null, null), "VCAM-203");
        assertRefused(order("pattern:bars", "auto", "ABCD", null), "VCAM-202");
        assertRefused(order("pattern:bars", "auto", null, "wide"), "VCAM-201");
    }

    private void assertRefused(FeedOrder order, String id) {
        assertThatThrownBy(() -> FeedOptions.checked(order, directory))
                .isInstanceOf(VcamException.class)
                .hasMessageEndingWith("[" + id + "]");
    }
}
