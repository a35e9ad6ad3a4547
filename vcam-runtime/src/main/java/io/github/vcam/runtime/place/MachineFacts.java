// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.place;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * What decides whether this machine's own kernel can carry the camera.
 *
 * @param kernelRelease of the running kernel
 * @param modular whether the kernel has modules at all
 * @param modulesDisabled whether loading was switched off until the next boot
 * @param lockdown the kernel's lockdown mode: none, integrity or confidentiality
 * @param signed whether it takes signed modules only, and ours is not
 * @param mayLoadModules whether we, or root beside us, hold the capability
 * @param headers whether a build tree for that kernel is here
 * @param videoCore whether that kernel has what our module stands on, as modules or built in
 * @param moduleLoaded whether the module is in that kernel already
 */
public record MachineFacts(
        String kernelRelease,
        boolean modular,
        boolean modulesDisabled,
        String lockdown,
        boolean signed,
        boolean mayLoadModules,
        boolean headers,
        boolean videoCore,
        boolean moduleLoaded) {
    private static final int CAP_SYS_MODULE = 16;
    private static final List<String> VIDEO_CORE =
            List.of("videodev", "videobuf2-common", "videobuf2-v4l2", "videobuf2-vmalloc");

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
                text(root.resolve("sys/module/module/parameters/sig_enforce")).equals("Y"),
                holdsModuleCapability(text(root.resolve("proc/self/status"))),
                headers.test(release),
                hasVideoCore(root, release),
                Files.isDirectory(root.resolve("sys/module/v4l2loopback")));
    }

    /** Whether a kernel release has, on a machine with this root directory, what our module stands on. */
    public static boolean hasVideoCore(Path root, String release) {
        Path modules = root.resolve("lib/modules").resolve(release);
        String files = text(modules.resolve("modules.builtin")) + "\n" + text(modules.resolve("modules.dep"));
        return VIDEO_CORE.stream()
                .allMatch(name -> files.contains("/" + name + ".ko")
                        || Files.isDirectory(root.resolve("sys/module").resolve(name.replace('-', '_'))));
    }

    /** The package that has a kernel's build tree. */
    public static String headersPackage(String release) {
        return "linux-headers-" + release;
    }

    /** The package that has the video core where the kernel's own has not: Ubuntu's for servers and clouds. */
    public static String videoCorePackage(String release) {
        return "linux-modules-extra-" + release;
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
