// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.junit;

import io.github.vcam.v4l2.OwnedDevice;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test a camera of its own: on a class, one that all its tests share; on a method, one for each run of it. It is
 * there before the test begins, plays its input, and goes after it. A parameter of the type {@link VirtualCameraUnderTest}
 * is the camera; where there are several, {@link Labelled} tells which. The tests have to run beside the camera, see
 * {@code vcam:start} and failsafe's {@code jvm}. Tests that run at the same time have a device each.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Repeatable(WithVirtualCameras.class)
@ExtendWith(VirtualCameraExtension.class)
public @interface WithVirtualCamera {
    /** The name that programs show, 1 to 31 bytes. */
    String label() default "vcam";

    /**
     * What it shows at first: a file, a URL, an image, {@code pattern:<name>} or {@code lavfi:<graph>}; relative paths
     * begin where the test runs.
     */
    String input() default "pattern:bars";

    /** The size of its frames in pixels, {@code WxH}; whatever it shows is scaled to that, with bars where its shape is another. */
    String size() default "640x480";

    /** The pixel format of its frames, as FourCC. */
    String format() default "YU12";

    /** Frames per second, {@code 30} or {@code 30000/1001}. */
    String fps() default "30";

    /** What programs see of its two sides. */
    OwnedDevice.Form form() default OwnedDevice.Form.CAMERA;

    /**
     * What it shows before and after its input: a picture, or whatever else can be an input, or {@code none}. Default: its
     * label and that it waits, where the form is the usual one.
     */
    String placeholder() default "";

    /** How long a change of the picture may take until every consumer has it, in milliseconds. */
    long limitMillis() default 10_000;

    /** Whether tests are left out where there can be no camera; else they fail there. */
    boolean disabledWithoutCamera() default false;
}
