// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.runtime.kernel.ModuleSource;
import java.io.File;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What the goals that need the kernel module's source share. */
abstract class BuildingMojo extends VcamMojo {
    /**
     * Directory of the kernel module's source, the one that holds <code>src/main/c</code>. Default: v4l2loopback-kmod
     * in this reactor, else the source artifact of this plugin's version.
     */
    @Parameter(property = "vcam.moduleSource")
    private @Nullable File moduleSource;

    BuildingMojo(ModuleArtifact workshop) {
        super(workshop);
    }

    final ModuleSource source(GoalContext context) {
        return context.source().apply(Optional.ofNullable(moduleSource).map(File::toPath));
    }
}
