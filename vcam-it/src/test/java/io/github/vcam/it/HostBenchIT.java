// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.CameraProject;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.study.bench.BenchResult;
import io.github.vcam.study.bench.Clock;
import io.github.vcam.study.bench.report.BenchReport;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A bench on the machine's own kernel, where a camera is in use. */
@Tag("long")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class HostBenchIT {
    @AfterAll
    static void restore() {
        KernelModule.restore();
    }

    /** The camera that is loaded makes room for it and comes back. */
    @Test
    void bench_measuresOnThisKernel(@TempDir Path directory) {
        CameraProject project = CameraProject.create(directory.resolve("camera"), "-Dvcam.target=host")
                .withModuleBuilt();
        project.startsAndSucceeds(
                "vcam:bench",
                "-Dvcam.bench.pairs=mmap:mmap",
                "-Dvcam.bench.sizes=640x480",
                "-Dvcam.bench.buffers=4",
                "-Dvcam.bench.consumers=1",
                "-Dvcam.bench.rounds=1",
                "-Dvcam.bench.duration=200ms");
        BenchResult result = BenchReport.read(project.directory().resolve("target/vcam/bench/bench.json"));
        assertThat(result.rows())
                .hasSize(Clock.values().length)
                .allSatisfy(row -> assertThat(row.runs())
                        .as(row.failures().toString())
                        .hasSize(row.clock() == Clock.INSTRUCTIONS ? 0 : 1));
        assertThat(Path.of(Camera.path())).exists();
    }
}
