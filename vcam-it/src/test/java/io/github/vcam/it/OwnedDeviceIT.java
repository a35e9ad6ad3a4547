// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Background;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.ControlNode;
import io.github.vcam.it.support.ControlNode.Config;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.PlainUser;
import io.github.vcam.it.support.Programs;
import io.github.vcam.it.support.Side;
import io.github.vcam.runtime.process.CommandResult;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Devices that go with the descriptor of the control node that added them, and who may have such. */
class OwnedDeviceIT {
    private static final int NUMBER = 43;
    private static final String PATH = "/dev/video" + NUMBER;
    private static final int LIMIT_SECONDS = 30;
    /** Adds a device with a request, and says whether its node is there. */
    private static final String ADDS = """
            open(my $control, "+<", "/dev/v4l2loopback") or die "open: $!\\n";
            my $config = pack("l l a32 L4 l4", -1, 0, "Owned", 0, 0, 0, 0, 0, 0, 0, 1);
            my $number = ioctl($control, %s, $config) or die "ioctl: $!\\n";
            print "added\\n" if -e "/dev/video" . int($number);
            """;

    @AfterEach
    void restore() {
        KernelModule.restore();
    }

    private static int addTo(ControlNode control) {
        return control.call(
                ControlNode.ADD_OWNED,
                new Config().number(NUMBER).label("Owned").allCaps(1));
    }

    private static int awaitEnd(CompletableFuture<Integer> call) throws Exception {
        return call.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void ownerCloses_theNodeIsGoneAndAReaderThatWaitsIsTold() throws Exception {
        ControlNode control = new ControlNode();
        assertThat(addTo(control)).isEqualTo(NUMBER);
        NativeMemory memory = SystemCalls.host().allocate(16);
        try (Node node = Node.open(PATH, V4l2.O_RDWR)) {
            CompletableFuture<Integer> reading = Background.start(() -> node.read(memory, memory.length()));
            control.close();
            assertThat(Path.of(PATH)).doesNotExist();
            assertThat(awaitEnd(reading)).isEqualTo(-Errno.ENODEV);
            assertThat(node.setFormat(Side.CAPTURE, Camera.video().format())).isEqualTo(-Errno.ENODEV);
            assertThat(node.poll(V4l2.POLLIN, Duration.ofSeconds(1)) & V4l2.POLLHUP)
                    .isEqualTo(V4l2.POLLHUP);
        }
    }

    @Test
    void ownerRemovesIt_thoughSomebodyHasItOpenItGoes() {
        try (ControlNode owner = new ControlNode();
                ControlNode other = new ControlNode()) {
            assertThat(addTo(owner)).isEqualTo(NUMBER);
            try (Node node = Node.open(PATH, V4l2.O_RDWR)) {
                assertThat(other.call(ControlNode.REMOVE, NUMBER)).isEqualTo(-Errno.EBUSY);
                assertThat(owner.call(ControlNode.REMOVE, NUMBER)).isZero();
                assertThat(node.setFormat(Side.CAPTURE, Camera.video().format()))
                        .isEqualTo(-Errno.ENODEV);
            }
            assertThat(other.call(ControlNode.QUERY, new Config().number(NUMBER)))
                    .isEqualTo(-Errno.ENODEV);
        }
    }

    @Test
    void ownerCloses_devicesOfOthersStay() {
        ControlNode control = new ControlNode();
        assertThat(addTo(control)).isEqualTo(NUMBER);
        control.close();
        assertThat(Files.exists(Path.of(Camera.path()))).isTrue();
    }

    private static String[] adds(long request) {
        return new String[] {"perl", "-e", ADDS.formatted("0x" + Long.toHexString(request))};
    }

    @Test
    void groupMayOwn_aMemberMayHaveItsOwnAndNoOther() {
        PlainUser.create();
        KernelModule.reload("video_nr=" + Camera.number(), "control_gid=" + PlainUser.gidOf("video"));
        KernelModule.awaitNode(ControlNode.PATH);
        CommandResult added = PlainUser.runInGroup("video", adds(ControlNode.ADD_OWNED));
        assertThat(added.stdout()).as(added.stderr()).isEqualTo("added\n");
        assertThat(PlainUser.runInGroup("video", adds(ControlNode.ADD)).stderr())
                .isEqualTo("ioctl: Permission denied\n");
        assertThat(PlainUser.runInGroup("video", removes()).stderr()).isEqualTo("ioctl: Permission denied\n");
        assertThat(PlainUser.run(adds(ControlNode.ADD_OWNED)).stderr()).isEqualTo("open: Permission denied\n");
        assertThat(Path.of(Camera.path())).exists();
    }

    private static String[] removes() {
        return new String[] {
            "perl",
            "-e",
            "open(my $c, '+<', '/dev/v4l2loopback') or die; ioctl($c, 0x%x, %d) or die \"ioctl: $!\\n\";"
                    .formatted(ControlNode.REMOVE, Camera.number())
        };
    }

    @Test
    void noGroupMayOwn_theNodeIsNotForPlainUsers() {
        PlainUser.create();
        KernelModule.restore();
        KernelModule.awaitNode(ControlNode.PATH);
        assertThat(PlainUser.runInGroup("video", adds(ControlNode.ADD_OWNED)).stderr())
                .isEqualTo("open: Permission denied\n");
        assertThat(Programs.runAsRoot("perl", "-e", ADDS.formatted("0x" + Long.toHexString(ControlNode.ADD_OWNED)))
                        .stdout())
                .isEqualTo("added\n");
    }
}
