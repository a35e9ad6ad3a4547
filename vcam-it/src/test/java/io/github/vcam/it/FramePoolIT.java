// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel module's frame pool, compiled for user space. */
@Tag("outside")
class FramePoolIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Test
    void randomWalk_breaksNoRule(@TempDir Path out) {
        Path module = Path.of(System.getProperty("vcam.it.root"), "v4l2loopback-kmod");
        String said = Programs.call(LIMIT, List.of("make", "-C", module.toString(), "check", "CHECK_OUT=" + out));
        assertThat(said).contains("no rule broken");
    }
}
