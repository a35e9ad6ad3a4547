// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.feed.Feeder;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerClassPathTest {
    @Test
    void ofThisJvm_holdsWhatThisJvmRuns() throws URISyntaxException {
        Path core = Path.of(
                Feeder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        assertThat(WorkerClassPath.ofThisJvm()).contains(core);
    }

    @Test
    void whatIsNotThere_isLeftOut(@TempDir Path directory) throws IOException {
        Path jar = Files.createFile(directory.resolve("a.jar"));
        assertThat(WorkerClassPath.of(jar + ":" + directory.resolve("none.jar") + ":" + jar, ""))
                .containsExactly(jar);
    }

    @Test
    void natives_areThoseOfTheProcessor() {
        assertThat(WorkerClassPath.natives("amd64")).isEqualTo("linux-x86_64");
        assertThat(WorkerClassPath.natives("aarch64")).isEqualTo("linux-arm64");
    }
}
