// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.kernel.DevicesFile;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What the goals that use one camera share. */
abstract class DeviceMojo extends VcamMojo {
    private static final String USUAL = "/dev/video10";

    /** The camera: its node, its number or its label. Default: the first one loaded, else /dev/video10. */
    @Parameter(property = "vcam.device")
    private @Nullable String device;

    DeviceMojo(ModuleArtifact workshop) {
        super(workshop);
    }

    /** The camera as far as the parameters tell. */
    final String wish() {
        return device == null ? USUAL : device;
    }

    /** The camera; nothing is started to learn that there is none. */
    final String device(GoalContext context) {
        if (!context.place().running()) {
            throw new VcamException(
                    CoreError.DEVICE_ABSENT,
                    context.place().description() + " is not running, so there is no camera in it");
        }
        return device != null
                ? device
                : DevicesFile.firstNode(context.devicesFile()).orElse(USUAL);
    }
}
