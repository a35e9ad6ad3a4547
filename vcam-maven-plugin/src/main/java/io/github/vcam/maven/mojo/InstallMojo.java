// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.maven.kernel.ModuleInstall;
import io.github.vcam.maven.kernel.ModuleSource;
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
    public InstallMojo(Workshop workshop) {
        super(workshop);
    }

    @Override
    void run(Site site) {
        ModuleSource source = source(site);
        Path module = site.moduleBuild().build(source, site.tree());
        new ModuleInstall(site.target()).install(module, source.rules());
    }
}
