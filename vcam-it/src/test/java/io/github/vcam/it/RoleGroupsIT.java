// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.LoopbackControl;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.PlainUser;
import io.github.vcam.it.support.Programs;
import io.github.vcam.it.support.Side;
import io.github.vcam.runtime.process.CommandResult;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The attributes {@code output_gid} and {@code capture_gid}: who may feed a node, and who may watch it. */
class RoleGroupsIT {
    private static final String DENIED = "Permission denied";
    private static final String NOBODY = "-1";
    private static final int LENGTH = 320 * 240 * 2;
    private static final String[] FEED = {
        "dd", "if=/dev/zero", "of=" + Camera.path(), "conv=notrunc", "bs=" + LENGTH, "count=1"
    };
    private static final String[] WATCH = {
        "dd", "if=" + Camera.path(), "of=/dev/null", "iflag=nonblock", "bs=" + LENGTH, "count=1"
    };

    private static final List<LoopbackControl> STEERING =
            List.of(LoopbackControl.KEEP_FORMAT, LoopbackControl.SUSTAIN_FRAMERATE, LoopbackControl.WAIT_FOR_CONSUMERS);

    private final String video = Integer.toString(PlainUser.gidOf("video"));

    @BeforeEach
    void open() {
        PlainUser.create();
        Programs.callAsRoot("chmod", "0666", Camera.path());
        try (Node node = Node.open()) {
            Node.must("S_FMT", node.setFormat(Side.OUTPUT, Camera.video().format()));
        }
    }

    @AfterEach
    void restore() {
        restrict("output_gid", NOBODY);
        restrict("capture_gid", NOBODY);
        STEERING.forEach(control -> control.set(0));
        Programs.callAsRoot("chmod", "0600", Camera.path());
    }

    private static String attribute(String name) {
        return "/sys/class/video4linux/video" + Camera.number() + "/" + name;
    }

    private static void restrict(String name, String gid) {
        Programs.callAsRoot("sh", "-c", "echo " + gid + " > " + attribute(name));
    }

    @Test
    void nothingIsSaid_everybodyMayFeedAndWatch() {
        assertThat(PlainUser.run(FEED)).matches(CommandResult::succeeded);
        assertThat(PlainUser.run(WATCH).stderr()).doesNotContain(DENIED);
        assertThat(Programs.call("cat", attribute("output_gid")).strip()).isEqualTo(NOBODY);
    }

    @Test
    void feedingIsForAGroup_anOutsiderMayWatchAndAMemberMayFeed() {
        restrict("output_gid", video);
        assertThat(PlainUser.run(FEED).stderr()).contains(DENIED);
        assertThat(PlainUser.run(WATCH).stderr()).doesNotContain(DENIED);
        assertThat(PlainUser.runInGroup("video", FEED)).matches(CommandResult::succeeded);
    }

    @Test
    void watchingIsForAGroup_anOutsiderMayFeedAndAMemberMayWatch() {
        restrict("capture_gid", video);
        assertThat(PlainUser.run(WATCH).stderr()).contains(DENIED);
        assertThat(PlainUser.run(FEED)).matches(CommandResult::succeeded);
        assertThat(PlainUser.runInGroup("video", WATCH).stderr()).doesNotContain(DENIED);
    }

    @Test
    void fileIsOpenedForBoth_theRoleIsRefusedAllTheSame() {
        restrict("output_gid", video);
        String[] choose = {"v4l2-ctl", "-d", Camera.path(), "--set-fmt-video-out", "width=640,height=480"};
        CommandResult refused = PlainUser.run(choose);
        assertThat(refused.stdout() + refused.stderr()).contains(DENIED);
        assertThat(PlainUser.runInGroup("video", choose).stdout()).doesNotContain(DENIED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--set-ctrl=keep_format=1",
                "--set-ctrl=sustain_framerate=1",
                "--set-ctrl=wait_for_consumers=60000",
                "--set-output-parm=5"
            })
    void feedingIsForAGroup_anOutsiderCannotSteerAndAMemberMay(String option) {
        String[] steer = {"v4l2-ctl", "-d", Camera.path(), option};
        restrict("output_gid", video);
        CommandResult refused = PlainUser.run(steer);
        assertThat(refused.stdout() + refused.stderr()).contains(DENIED);
        try (Node node = Node.open()) {
            assertThat(STEERING)
                    .allSatisfy(control -> assertThat(node.control(control)).isZero());
        }
        CommandResult done = PlainUser.runInGroup("video", steer);
        assertThat(done.stdout() + done.stderr()).doesNotContain(DENIED);
    }

    @Test
    void groupIsChangedWhileAFileIsOpen_theFileKeepsWhatItMay() {
        String feedWhenTold = "exec 3>" + Camera.path() + "; echo open; read go; dd if=/dev/zero bs=" + LENGTH
                + " count=1 >&3 && echo fed";
        String script = "cd $(mktemp -d); mkfifo go; setpriv --reuid " + PlainUser.NAME + " --regid " + PlainUser.NAME
                + " --clear-groups -- sh -c '" + feedWhenTold + "' <go >out & exec 4>go;"
                + " until grep -q open out; do sleep 0.1; done; echo " + video + " > " + attribute("output_gid")
                + "; echo go >&4; wait; cat out";
        assertThat(Programs.callAsRoot("timeout", "60", "sh", "-c", script)).contains("open", "fed");
        assertThat(PlainUser.run(FEED).stderr()).contains(DENIED);
    }

    @Test
    void whatIsWrittenIsNoGroup_itIsRefused() {
        CommandResult result = Programs.runAsRoot("sh", "-c", "echo video > " + attribute("capture_gid"));
        assertThat(result.exitStatus()).isNotZero();
        assertThat(Programs.call("cat", attribute("capture_gid")).strip()).isEqualTo(NOBODY);
    }
}
