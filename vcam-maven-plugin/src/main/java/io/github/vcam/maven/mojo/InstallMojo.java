// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.runtime.Place;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Installs the <i>kernel module</i> (not an artifact: that is <code>mvn install</code>) and its udev rule where the
 * camera lives, building it first when needed.
 */
@Mojo(name = "install", defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST, requiresProject = false, threadSafe = true)
public final class InstallMojo extends VcamMojo {
    /** Directory of the kernel module's source, which holds src/main/c. Default: this reactor's, else vcam's own. */
    @Parameter(property = "vcam.moduleSource")
    private @Nullable File moduleSource;

    @Override
    Optional<Path> moduleSource() {
        return Optional.ofNullable(moduleSource).map(File::toPath);
    }

    @Override
    void run(Place place) {
        place.install();
    }
}
