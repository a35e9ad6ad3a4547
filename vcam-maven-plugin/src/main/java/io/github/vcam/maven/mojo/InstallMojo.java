// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.runtime.kernel.ModuleInstall;
import io.github.vcam.runtime.kernel.ModuleSource;
import java.nio.file.Path;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Installs the <i>kernel module</i> (not an artifact: that is <code>mvn install</code>) and its udev rule where the
 * camera lives, building it first when needed.
 */
@Mojo(name = "install", defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST, requiresProject = false, threadSafe = true)
public final class InstallMojo extends BuildingMojo {
    @Inject
    public InstallMojo(ModuleArtifact workshop) {
        super(workshop);
    }

    @Override
    void run(GoalContext context) {
        ModuleSource source = source(context);
        Path module = context.moduleBuild().build(source, context.tree());
        new ModuleInstall(context.place()).install(module, source.rules());
    }
}
