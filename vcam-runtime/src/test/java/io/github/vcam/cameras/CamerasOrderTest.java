// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.cameras;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.feed.FeedRequest;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.runtime.vm.VmSettings;
import io.github.vcam.runtime.worker.CameraOrder;
import io.github.vcam.v4l2.OwnedDevice.Form;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CamerasOrderTest {
    private static CamerasOrder order(Optional<String> release) {
        VmSettings usual = VmSettings.in(Path.of("/var/vm"));
        return new CamerasOrder(
                "vm",
                usual.with(new VmSettings.Kernel(release, List.of("quiet"))),
                Path.of("/project/target"),
                List.of(Path.of("/a.jar"), Path.of("/b c.jar")),
                List.of(new CameraOrder(
                        "Front \"door\"",
                        Form.SPLIT,
                        FeedRequest.of("in.mp4", "any")
                                .withSize(new FrameSize(320, 240))
                                .withLoop(true),
                        "placeholder:Front",
                        null)),
                Duration.ofMinutes(90),
                new ControlOptions(4711, Path.of("/project")));
    }

    @Test
    void travelsAsJson_itIsTheSame() {
        for (Optional<String> release : List.of(Optional.of("6.1.0"), Optional.<String>empty())) {
            CamerasOrder order = order(release);
            assertThat(CamerasOrder.fromJson(order.toJson())).isEqualTo(order);
        }
    }

    @Test
    void itsPlace_isTheOneOfTheOrder() {
        assertThat(order(Optional.empty()).options().where()).isEqualTo("vm");
        assertThat(order(Optional.empty()).options().workerClassPath().get())
                .containsExactly(Path.of("/a.jar"), Path.of("/b c.jar"));
    }
}
