// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.ErrorCode;
import io.github.vcam.error.VcamException;
import io.github.vcam.maven.feed.Snapshot;
import io.github.vcam.maven.worker.SnapshotOrder;
import java.io.File;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Writes what the camera shows as a PNG file. */
@Mojo(name = "snapshot", requiresProject = false, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven sets the parameters
public final class SnapshotMojo extends DeviceMojo {
    /** The file to write. */
    @Parameter(property = "vcam.output", defaultValue = "${project.build.directory}/vcam/snapshot.png")
    private File output;

    /** Seconds to watch before the picture is taken. */
    @Parameter(property = "vcam.seconds", defaultValue = "0")
    private double seconds;

    @Inject
    public SnapshotMojo(Workshop workshop) {
        super(workshop);
    }

    @Override
    void check() {
        if (!(seconds >= 0)) {
            throw new VcamException(
                    ErrorCode.PARAMETER_INVALID, "vcam.seconds is " + seconds + "; it can be 0 or more");
        }
    }

    @Override
    void run(Site site) {
        SnapshotOrder order = new SnapshotOrder(device(site), seconds);
        Snapshot.checkOutput(output.toPath());
        new Snapshot(site.workers()).take(order, output.toPath());
        getLog().info("wrote " + output);
    }
}
