// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.InvalidValueException;
import io.github.vcam.error.VcamException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/**
 * The group whose members may watch a node. The module asks by the attribute {@code capture_gid}; the file's own group is the
 * same, and udev, which would give it to {@code video} when the node changes, takes it from the attribute.
 */
final class NodeGroup {
    private static final Path CLASS = Path.of("/sys/class/video4linux");

    private NodeGroup() {}

    static void give(String node, String group) {
        Path file = Path.of(node);
        Path attributes = CLASS.resolve(file.getFileName());
        try {
            GroupPrincipal members =
                    file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            view.setGroup(members);
            view.setPermissions(PosixFilePermissions.fromString("rw-rw----"));
            Files.writeString(
                    attributes.resolve("capture_gid"),
                    Files.getAttribute(file, "unix:gid").toString());
            Files.writeString(attributes.resolve("uevent"), "change"); // udev may have looked before
        } catch (UserPrincipalNotFoundException e) {
            throw InvalidValueException.of("group", "there is no group " + group);
        } catch (IOException e) {
            throw new VcamException(
                    CoreError.DEVICE_FORBIDDEN,
                    "giving " + node + " to the group " + group + ", for which root's rights are needed: "
                            + e.getMessage(),
                    e);
        }
    }
}
