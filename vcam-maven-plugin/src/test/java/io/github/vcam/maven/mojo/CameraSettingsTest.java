// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.frame.FrameSize;
import io.github.vcam.runtime.worker.CameraOrder;
import io.github.vcam.v4l2.OwnedDevice.Form;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CameraSettingsTest {
    private static final Path HERE = Path.of("/project");

    @Test
    void whatIsAskedFor_isOrdered() {
        CameraOrder order = new CameraSettings("Front", "pattern:bars")
                .withPicture("320x240", null, null)
                .withForm("Split", null)
                .withOnDemand(true)
                .order(HERE);
        assertThat(order.form()).isEqualTo(Form.SPLIT);
        assertThat(order.feed().size()).isEqualTo(new FrameSize(320, 240));
        assertThat(order.feed().loop()).isTrue();
        assertThat(order.feed().onDemand()).isTrue();
        assertThat(order.placeholder()).as("of another form than the usual one").isNull();
    }

    @Test
    void nothingIsSaidOfTheForm_itIsACameraWithAPictureOfItsLabel() {
        CameraOrder order = new CameraSettings("Front", "pattern:bars").order(HERE);
        assertThat(order.form()).isEqualTo(Form.CAMERA);
        assertThat(order.placeholder()).isEqualTo("placeholder:Front");
        assertThat(new CameraSettings("Front", "pattern:bars")
                        .withForm("camera", "none")
                        .order(HERE)
                        .placeholder())
                .isNull();
        assertThat(new CameraSettings("Front", "pattern:bars")
                        .withForm("joined", "pattern:black")
                        .order(HERE)
                        .placeholder())
                .isEqualTo("pattern:black");
        assertThatThrownBy(() -> new CameraSettings("Front", "pattern:bars")
                        .withForm("camera", "nowhere.png")
                        .order(HERE))
                .hasMessageContaining("nowhere.png");
    }

    @Test
    void whatCannotBe_isRefused() {
        assertThatThrownBy(() -> new CameraSettings("", "pattern:bars").order(HERE))
                .hasMessageContaining("1 to 31 bytes");
        assertThatThrownBy(() -> new CameraSettings("x".repeat(32), "pattern:bars").order(HERE))
                .hasMessageContaining("1 to 31 bytes");
        assertThatThrownBy(() -> new CameraSettings("Front", "pattern:bars")
                        .withForm("round", null)
                        .order(HERE))
                .hasMessageContaining("joined, exclusive or split");
        assertThatThrownBy(() -> new CameraSettings("Front", null).order(HERE)).hasMessageContaining("VCAM-101");
    }
}
