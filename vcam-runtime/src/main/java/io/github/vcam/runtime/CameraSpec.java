// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime;

import io.github.vcam.error.InvalidValueException;
import io.github.vcam.feed.Placeholders;
import io.github.vcam.runtime.kernel.ModuleParameters;
import io.github.vcam.runtime.kernel.ModuleParameters.Name;
import io.github.vcam.runtime.worker.PlaceholderOrder;
import io.github.vcam.v4l2.OwnedDevice.Form;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A camera that shall be made. Begin with {@link #named} and add with the {@code with} methods.
 *
 * @param label the name that programs show, 1 to 31 characters, no comma and no quotation mark
 * @param number of its node, as in {@code /dev/video10}; -1 for one that is free
 * @param form what programs see of its two sides
 * @param placeholder the picture, or other input, that it shows while nobody feeds it, {@code none} for nothing; null for
 *     one that is drawn, where the form is the usual one
 */
public record CameraSpec(
        String label, int number, Form form, @Nullable String placeholder) {
    private static final int ANY = -1;

    public CameraSpec {
        if (label.contains(",")) {
            throw InvalidValueException.of("card_label", "the label is '" + label + "': it may have no comma");
        }
    }

    /** A camera of this name at any node, a camera to everybody whether it is fed or not. */
    public static CameraSpec named(String label) {
        return new CameraSpec(label, ANY, Form.CAMERA, null);
    }

    public CameraSpec withNumber(int value) {
        return new CameraSpec(label, value, form, placeholder);
    }

    public CameraSpec withForm(Form value) {
        return new CameraSpec(label, number, value, placeholder);
    }

    public CameraSpec withPlaceholder(String value) {
        return new CameraSpec(label, number, form, value);
    }

    /** What the module is loaded with so that it makes them; fails with PARAMETER_INVALID. */
    static ModuleParameters parameters(List<CameraSpec> cameras) {
        Map<Name, String> wishes = new EnumMap<>(Name.class);
        wishes.put(Name.DEVICES, Integer.toString(cameras.size()));
        wishes.put(Name.CARD_LABEL, listed(cameras, CameraSpec::label));
        wishes.put(Name.VIDEO_NR, listed(cameras, camera -> Integer.toString(camera.number())));
        return ModuleParameters.of(wishes)
                .withForms(cameras.stream().map(CameraSpec::form).toList());
    }

    /** What it is to show at its node while nobody feeds it; empty for nothing. */
    Optional<PlaceholderOrder> placeholder(String node) {
        return Placeholders.input(label, form, placeholder, Path.of(""))
                .map(input -> PlaceholderOrder.of(node, input, null, null));
    }

    private static String listed(List<CameraSpec> cameras, Function<CameraSpec, String> value) {
        return cameras.stream().map(value).collect(Collectors.joining(","));
    }
}
