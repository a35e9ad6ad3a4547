// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.VcamException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {
    @TempDir
    Path directory;

    @Test
    void relativePath_becomesAbsolute() throws IOException {
        Path clip = Files.writeString(directory.resolve("clip.mp4"), "x");
        assertThat(Inputs.resolve("clip.mp4", directory)).isEqualTo(clip.toString());
        assertThat(Inputs.resolve("file:clip.mp4", directory)).isEqualTo(clip.toString());
        assertThat(Inputs.resolve("file://" + clip, Path.of("/elsewhere"))).isEqualTo(clip.toString());
    }

    @Test
    void inputsThatAreNoFiles_stayAsTheyAre() {
        for (String input : new String[] {"pattern:bars", "lavfi:testsrc2=size=640x360", "http://x/y.mp4"}) {
            assertThat(Inputs.resolve(input, directory)).isEqualTo(input);
            assertThat(Inputs.file(input)).isEmpty();
        }
    }

    @Test
    void wrongInput_isRefusedBeforeAnythingStarts() throws IOException {
        Files.createFile(directory.resolve("empty.mp4"));
        assertRefused("nope.mp4", "VCAM-101");
        assertRefused(".", "VCAM-103");
        assertRefused("empty.mp4", "VCAM-102");
        assertRefused("pattern:nope", "VCAM-106");
    }

    /** As for a name with letters that the locale of a server does not have. */
    @Test
    void nameThatNoFileCanHave_isRefusedAsMissing() {
        assertRefused("a\0b.mp4", "VCAM-101");
        assertRefused("file:a\0b.mp4", "VCAM-101");
        assertThatThrownBy(() -> Inputs.file("a\0b.mp4")).isInstanceOf(VcamException.class);
    }

    private void assertRefused(String input, String id) {
        assertThatThrownBy(() -> Inputs.resolve(input, directory))
                .isInstanceOf(VcamException.class)
                .hasMessageEndingWith("[" + id + "]");
    }
}
