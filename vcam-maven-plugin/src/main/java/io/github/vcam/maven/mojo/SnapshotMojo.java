// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.InvalidValueException;
import io.github.vcam.runtime.Place;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Writes what the camera shows as a PNG file, and says where. */
@Mojo(name = "snapshot", requiresProject = false, threadSafe = true)
public final class SnapshotMojo extends VcamMojo {
    /** The camera: its node, its number or its label. Default: the first one loaded, else /dev/video10. */
    @Parameter(property = "vcam.device")
    private @Nullable String device;

    /** The file to write. Default: target/vcam/snapshot.png. */
    @Parameter(property = "vcam.output")
    private @Nullable File output;

    /** Seconds to watch before the picture is taken. */
    @Parameter(property = "vcam.seconds", defaultValue = "0")
    private double seconds;

    @Override
    void check() {
        if (!(seconds >= 0)) {
            throw InvalidValueException.of("seconds", "seconds is " + seconds + "; it can be 0 or more");
        }
    }

    @Override
    void run(Place place) {
        Path file = output == null
                ? place.options().directory().resolve("vcam/snapshot.png")
                : output.toPath().toAbsolutePath();
        place.snapshot(
                device == null ? place.usualDevice() : device, Duration.ofNanos(Math.round(seconds * 1e9)), file);
        try (Answer answer = Answer.to(null)) {
            answer.line(file.toString());
        }
    }
}
