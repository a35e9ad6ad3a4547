// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.InvalidValueException;
import io.github.vcam.runtime.feed.Snapshot;
import io.github.vcam.runtime.worker.SnapshotOrder;
import java.io.File;
import java.nio.file.Path;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Writes what the camera shows as a PNG file. */
@Mojo(name = "snapshot", requiresProject = false, threadSafe = true)
public final class SnapshotMojo extends DeviceMojo {
    /** The file to write. Default: target/vcam/snapshot.png. */
    @Parameter(property = "vcam.output")
    private @Nullable File output;

    /** Seconds to watch before the picture is taken. */
    @Parameter(property = "vcam.seconds", defaultValue = "0")
    private double seconds;

    @Inject
    public SnapshotMojo(ModuleArtifact workshop) {
        super(workshop);
    }

    @Override
    void check() {
        if (!(seconds >= 0)) {
            throw InvalidValueException.of("seconds", "seconds is " + seconds + "; it can be 0 or more");
        }
    }

    @Override
    void run(GoalContext context) {
        SnapshotOrder order = new SnapshotOrder(device(context), seconds);
        Path file = output == null ? context.build().resolve("vcam/snapshot.png") : output.toPath();
        Snapshot.checkOutput(file);
        new Snapshot(context.workers()).take(order, file);
        getLog().info("wrote " + file);
    }
}
