// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.runtime.Place;
import org.apache.maven.plugins.annotations.Mojo;

/** Takes away the kernel module and the udev rule that <code>vcam:install</code> put there, and nothing else. */
@Mojo(name = "uninstall", requiresProject = false, threadSafe = true)
public final class UninstallMojo extends VcamMojo {
    @Override
    Work work() {
        return Place::uninstall;
    }
}
