// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.runtime.feed.WorkerClassPath.Jar;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerClassPathTest {
    private static final List<Jar> JARS = List.of(
            new Jar("vcam-runtime", "", Path.of("/p.jar")),
            new Jar("vcam-core", "", Path.of("/c.jar")),
            new Jar("commons-compress", "", Path.of("/compress.jar")),
            new Jar("ffmpeg", "", Path.of("/f.jar")),
            new Jar("ffmpeg", "linux-x86_64", Path.of("/f-x86.jar")),
            new Jar("ffmpeg", "linux-arm64", Path.of("/f-arm.jar")));

    @Test
    void onlyWhatWorkersNeed_nativesOfThisMachine() {
        assertThat(WorkerClassPath.of(JARS, "amd64"))
                .containsExactly(Path.of("/p.jar"), Path.of("/c.jar"), Path.of("/f.jar"), Path.of("/f-x86.jar"));
        assertThat(WorkerClassPath.of(JARS, "aarch64")).contains(Path.of("/f-arm.jar"));
    }
}
