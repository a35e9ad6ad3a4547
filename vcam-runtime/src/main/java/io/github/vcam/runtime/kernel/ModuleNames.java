// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

/** The module's names, each in this one place. */
final class ModuleNames {
    static final String NAME = "v4l2loopback";

    /** The directory that modprobe prefers to the kernel's own modules. */
    static String file(String release) {
        return "/lib/modules/" + release + "/updates/" + NAME + ".ko";
    }

    static final String RULES = "/etc/udev/rules.d/99-v4l2loopback.rules";

    private ModuleNames() {}
}
