// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.PlainUser;
import io.github.vcam.it.support.Programs;
import io.github.vcam.runtime.process.CommandResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The module's {@code allowed_gid}: only a group's members open the node, whatever its mode. */
class AllowedGroupIT {
    private static final String[] LOOK = {"v4l2-ctl", "-d", Camera.path(), "--get-fmt-video"};

    @BeforeAll
    static void load() {
        PlainUser.create();
        KernelModule.reload("video_nr=" + Camera.number(), "allowed_gid=" + PlainUser.gidOf("video"));
        Programs.callAsRoot("chmod", "0666", Camera.path());
    }

    @AfterAll
    static void restore() {
        KernelModule.restore();
    }

    @Test
    void userIsOutsideTheGroup_accessIsDenied() {
        CommandResult result = PlainUser.run(LOOK);
        assertThat(result.exitStatus()).isNotZero();
        assertThat(result.stderr()).contains("Permission denied");
    }

    @Test
    void userIsInTheGroup_theNodeOpens() {
        assertThat(PlainUser.runInGroup("video", LOOK)).matches(CommandResult::succeeded);
    }

    @Test
    void userIsRoot_theNodeOpens() {
        assertThat(Programs.callAsRoot("v4l2-ctl", "-d", Camera.path(), "--get-fmt-video"))
                .contains("Width/Height");
    }

    @Test
    void groupIsNobodys_everybodyMayOpen() {
        KernelModule.restore();
        Programs.callAsRoot("chmod", "0666", Camera.path());
        assertThat(PlainUser.run(LOOK)).matches(CommandResult::succeeded);
        load();
    }
}
