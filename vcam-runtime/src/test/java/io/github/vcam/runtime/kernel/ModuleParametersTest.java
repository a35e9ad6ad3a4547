// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.kernel.ModuleParameters.Name;
import io.github.vcam.v4l2.OwnedDevice.Form;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModuleParametersTest {
    @Test
    void nothingAskedFor_oneDeviceNumberTen() {
        ModuleParameters parameters = ModuleParameters.of(Map.of());
        assertThat(parameters.arguments()).containsExactlyInAnyOrder("video_nr=10", "devices=1");
        assertThat(parameters.nodes()).containsExactly("/dev/video10");
    }

    @Test
    void namesAreMapped_andListsCounted() {
        ModuleParameters parameters = ModuleParameters.of(Map.of(
                Name.VIDEO_NR, "20, 21",
                Name.CARD_LABEL, "Left cam,Right",
                Name.EXCLUSIVE_CAPS, "true,0",
                Name.MAX_BUFFERS, "32",
                Name.ALLOWED_GID, "0"));
        assertThat(parameters.arguments())
                .containsExactlyInAnyOrder(
                        "video_nr=20,21",
                        "card_label=Left cam,Right",
                        "exclusive_caps=1,0",
                        "max_buffers=32",
                        "allowed_gid=0",
                        "devices=2");
        assertThat(parameters.nodes()).containsExactly("/dev/video20", "/dev/video21");
    }

    @Test
    void onlyLabels_numbersFollow() {
        assertThat(ModuleParameters.of(Map.of(Name.CARD_LABEL, "a,b,c")).nodes())
                .containsExactly("/dev/video10", "/dev/video11", "/dev/video12");
    }

    @Test
    void noDevices_noNodes() {
        ModuleParameters none = ModuleParameters.of(Map.of(Name.DEVICES, "0"));
        assertThat(none.nodes()).isEmpty();
        assertThat(none.arguments()).containsExactly("devices=0");
    }

    @Test
    void anyNumber_isNotWaitedFor() {
        assertThat(ModuleParameters.of(Map.of(Name.VIDEO_NR, "-1")).nodes()).isEmpty();
    }

    @Test
    void captureNodeOfItsOwn_isWaitedFor() {
        assertThat(ModuleParameters.of(Map.of(Name.VIDEO_NR, "10", Name.CAPTURE_NR, "11"))
                        .nodes())
                .containsExactly("/dev/video10", "/dev/video11");
    }

    @Test
    void formsAreAskedFor_theModuleIsTold() {
        ModuleParameters two = ModuleParameters.of(Map.of(Name.CARD_LABEL, "Left,Right"));
        assertThat(two.withForms(List.of(Form.CAMERA)).arguments())
                .contains("camera=1,1")
                .doesNotContain("exclusive_caps=0,0");
        assertThat(two.withForms(List.of(Form.SPLIT, Form.EXCLUSIVE)).arguments())
                .contains("capture_nr=-2,-1", "exclusive_caps=0,1");
        assertThat(two.withForms(List.of(Form.JOINED)).arguments()).isEqualTo(two.arguments());
        for (Form form : Form.values()) {
            ModuleParameters mixed = ModuleParameters.of("ABC " + two.withForms(List.of(Form.JOINED, form)));
            assertThat(mixed.form(10)).contains(Form.JOINED);
            assertThat(mixed.form(11)).contains(form);
            assertThat(mixed.form(12)).isEmpty();
        }
        assertThat(ModuleParameters.of(Map.of(Name.CAPTURE_NR, "11"))
                        .withForms(List.of(Form.SPLIT))
                        .arguments())
                .contains("capture_nr=11");
    }

    @Test
    void wrongValues_areNamedAsTheUserWroteThem() {
        assertRefused(Name.VIDEO_NR, "x", "video_nr is 'x'");
        assertRefused(Name.MAX_BUFFERS, "33", "max_buffers is '33'");
        assertRefused(Name.DEVICES, "9", "devices is '9'");
        assertRefused(Name.EXCLUSIVE_CAPS, "maybe", "exclusive_caps is 'maybe'");
        assertRefused(Name.CARD_LABEL, "say \"cheese\"", "card_label");
        assertRefused(Name.CARD_LABEL, "x".repeat(32), "card_label");
        assertRefused(Name.CARD_LABEL, "a,b,c,d,e,f,g,h,i", "at most 8 devices");
    }

    private static void assertRefused(Name name, String value, String part) {
        assertThatThrownBy(() -> ModuleParameters.of(Map.of(name, value)))
                .isInstanceOf(VcamException.class)
                .hasMessageContaining(part)
                .hasMessageEndingWith("[VCAM-204]");
    }
}
