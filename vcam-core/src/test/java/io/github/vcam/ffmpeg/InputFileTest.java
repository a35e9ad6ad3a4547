// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class InputFileTest {
    @Test
    void nameWithColons_isNoSchemeToFfmpeg() {
        for (String name : new String[] {"12:30.mp4", "x:y.mp4"}) {
            assertThat(InputFile.of(name)).contains(Path.of(name));
            assertThat(InputFile.place(name))
                    .isEqualTo(Path.of(name).toAbsolutePath().toString());
        }
    }

    @Test
    void fileUrl_isTheFileThatWasChecked() {
        assertThat(InputFile.place("file:///x/y.mp4")).isEqualTo("/x/y.mp4");
        assertThat(InputFile.place("file:y.mp4"))
                .isEqualTo(Path.of("y.mp4").toAbsolutePath().toString());
    }

    @Test
    void otherUrls_areLeftToFfmpeg() {
        assertThat(InputFile.place("rtsp://x/y")).isEqualTo("rtsp://x/y");
    }
}
