// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.runtime.Place;
import io.github.vcam.study.bench.BenchPlan;
import io.github.vcam.study.bench.report.BenchSession;
import io.github.vcam.study.page.Fact;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Measures the streaming methods side by side and writes <code>target/vcam/bench/index.html</code> and
 * <code>bench.json</code>. In a micro-VM it also counts instructions per frame, which repeat on any machine.
 */
@Mojo(name = "bench", requiresProject = false, threadSafe = true)
public final class BenchMojo extends MeasuringMojo {
    /**
     * Other builds of the module to measure beside ours, separated by commas: the path of a <code>.ko</code>, or Debian's
     * package, as in <code>v4l2loopback-dkms/sid</code>.
     */
    @Parameter(property = "vcam.bench.module")
    private @Nullable String modules;

    /** A file for the table, which gets it byte for byte. Default: standard output. */
    @Parameter(property = "vcam.output")
    private @Nullable File output;

    @Override
    boolean usesCameras() {
        return false;
    }

    @Override
    Work work() {
        BenchPlan plan = plan();
        List<String> others = modules == null ? List.of() : List.of(modules.split(",", -1));
        return place -> measure(place, plan, others);
    }

    private void measure(Place place, BenchPlan plan, List<String> others) {
        Path directory = place.options().directory().resolve("vcam/bench");
        try (Answer answer = Answer.to(output);
                StagedProgress progress = new StagedProgress(console())) {
            new BenchSession(place, directory, new Fact("vcam", stamp()))
                    .run(plan, others, progress::show, answer::line);
        }
        getLog().info("the report is " + directory.resolve("index.html"));
    }
}
