// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.Advice;
import io.github.vcam.error.ErrorCode;
import io.github.vcam.error.VcamException;
import io.github.vcam.maven.kernel.DevicesFile;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What the goals that use one camera share. */
abstract class DeviceMojo extends VcamMojo {
    private static final String USUAL = "/dev/video10";

    /** The camera: its node, its number or its label. Default: the first one loaded, else /dev/video10. */
    @Parameter(property = "vcam.device")
    private @Nullable String device;

    DeviceMojo(Workshop workshop) {
        super(workshop);
    }

    /** The camera as far as the parameters tell. */
    final String wish() {
        return device == null ? USUAL : device;
    }

    /** The camera; nothing is started to learn that there is none. */
    final String device(Site site) {
        if (!site.target().running()) {
            ErrorCode code = ErrorCode.DEVICE_ABSENT;
            throw new VcamException(
                    code,
                    Advice.append(site.target().description() + " is not running, so there is no camera in it", code));
        }
        return device != null
                ? device
                : DevicesFile.firstNode(site.devicesFile()).orElse(USUAL);
    }
}
