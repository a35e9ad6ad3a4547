// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.runtime.Place;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Installs the <i>kernel module</i> (not an artifact: that is <code>mvn install</code>) and its udev rule where the
 * camera lives, building it first when needed.
 */
@Mojo(name = "install", defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST, requiresProject = false, threadSafe = true)
public final class InstallMojo extends VcamMojo {
    @Override
    Work work() {
        return Place::install;
    }
}
