// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.place;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * What decides whether this machine's own kernel can carry the camera.
 *
 * @param kernelRelease of the running kernel
 * @param modular whether the kernel has modules at all
 * @param modulesDisabled whether loading was switched off until the next boot
 * @param lockdown the kernel's lockdown mode: none, integrity or confidentiality
 * @param mayLoadModules whether we, or root beside us, hold the capability
 * @param headers whether a build tree for that kernel is here
 * @param moduleLoaded whether the module is in that kernel already
 */
public record MachineFacts(
        String kernelRelease,
        boolean modular,
        boolean modulesDisabled,
        String lockdown,
        boolean mayLoadModules,
        boolean headers,
        boolean moduleLoaded) {
    private static final int CAP_SYS_MODULE = 16;

    /**
     * Reads them.
     *
     * @param root the machine's root directory
     * @param headers tells whether a kernel release has a build tree here
     */
    public static MachineFacts read(Path root, Predicate<String> headers) {
        String release = text(root.resolve("proc/sys/kernel/osrelease"));
        return new MachineFacts(
                release,
                Files.exists(root.resolve("proc/modules")),
                text(root.resolve("proc/sys/kernel/modules_disabled")).equals("1"),
                lockdownMode(text(root.resolve("sys/kernel/security/lockdown"))),
                holdsModuleCapability(text(root.resolve("proc/self/status"))),
                headers.test(release),
                Files.isDirectory(root.resolve("sys/module/v4l2loopback")));
    }

    static String lockdownMode(String line) {
        int from = line.indexOf('[');
        int to = line.indexOf(']');
        return from < 0 || to < from ? "none" : line.substring(from + 1, to);
    }

    /** Root's own capabilities count when we are root, else what sudo could give: the bounding set. */
    static boolean holdsModuleCapability(String status) {
        boolean root = field(status, "Uid").startsWith("0");
        String mask = field(status, root ? "CapEff" : "CapBnd");
        return !mask.isEmpty() && (Long.parseUnsignedLong(mask, 16) >> CAP_SYS_MODULE & 1) == 1;
    }

    private static String field(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
