// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.feed.Durations;
import io.github.vcam.runtime.Place;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Writes what the camera shows as a PNG file, and says where. */
@Mojo(name = "snapshot", requiresProject = false, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven sets the parameters
public final class SnapshotMojo extends VcamMojo {
    /** The camera: its node, its number or its label. Default: the first one loaded, else /dev/video10. */
    @Parameter(property = "vcam.device")
    private @Nullable String device;

    /** The file to write. Default: target/vcam/snapshot.png. */
    @Parameter(property = "vcam.output")
    private @Nullable File output;

    /** How long to watch before the picture is taken, for instance 2s. */
    @Parameter(property = "vcam.delay", defaultValue = "0s")
    private String delay;

    @Override
    Work work() {
        Duration watched = Durations.parse("delay", delay);
        return place -> take(place, watched);
    }

    private void take(Place place, Duration watched) {
        Path file = output == null
                ? place.options().directory().resolve("vcam/snapshot.png")
                : output.toPath().toAbsolutePath();
        place.snapshot(device == null ? place.usualDevice() : device, watched, file);
        try (Answer answer = Answer.to(null)) {
            answer.line(file.toString());
        }
    }
}
