// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.agent.GuestAgent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentJarTest {
    @TempDir
    Path directory;

    /** Whatever the agent used beside its jar would be missing in the guest. */
    @Test
    void jar_startsTheAgentAlone() throws IOException, InterruptedException {
        Path jar = Files.write(directory.resolve("agent.jar"), AgentJar.bytes());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process verified = new ProcessBuilder(
                        java, "-Xshare:auto", "-cp", jar.toString(), GuestAgent.class.getName(), "no number")
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(verified.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(new String(verified.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("no number")
                    .doesNotContain("NoClassDefFoundError", "Could not find or load");
        } finally {
            verified.destroyForcibly();
        }
    }
}
