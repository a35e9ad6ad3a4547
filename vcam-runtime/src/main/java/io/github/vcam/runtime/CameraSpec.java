// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime;

import io.github.vcam.error.InvalidValueException;
import io.github.vcam.runtime.kernel.ModuleParameters;
import io.github.vcam.runtime.kernel.ModuleParameters.Name;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A camera that shall be made. Begin with {@link #named} and add with the {@code with} methods.
 *
 * @param label the name that programs show, 1 to 31 characters, no comma and no quotation mark
 * @param number of its node, as in {@code /dev/video10}; -1 for one that is free
 * @param exclusive whether the node shows consumers its CAPTURE side alone while it is fed, as browsers want it
 */
public record CameraSpec(String label, int number, boolean exclusive) {
    private static final int ANY = -1;

    public CameraSpec {
        if (label.contains(",")) {
            throw InvalidValueException.of("card_label", "the label is '" + label + "': it may have no comma");
        }
    }

    /** A camera of this name at any node, both sides of it shown at any time. */
    public static CameraSpec named(String label) {
        return new CameraSpec(label, ANY, false);
    }

    public CameraSpec withNumber(int value) {
        return new CameraSpec(label, value, exclusive);
    }

    public CameraSpec withExclusive(boolean value) {
        return new CameraSpec(label, number, value);
    }

    /** What the module is loaded with so that it makes them; fails with PARAMETER_INVALID. */
    static ModuleParameters parameters(List<CameraSpec> cameras) {
        Map<Name, String> wishes = new EnumMap<>(Name.class);
        wishes.put(Name.DEVICES, Integer.toString(cameras.size()));
        wishes.put(Name.CARD_LABEL, listed(cameras, CameraSpec::label));
        wishes.put(Name.VIDEO_NR, listed(cameras, camera -> Integer.toString(camera.number())));
        wishes.put(Name.EXCLUSIVE_CAPS, listed(cameras, camera -> Boolean.toString(camera.exclusive())));
        return ModuleParameters.of(wishes);
    }

    private static String listed(List<CameraSpec> cameras, Function<CameraSpec, String> value) {
        return cameras.stream().map(value).collect(Collectors.joining(","));
    }
}
