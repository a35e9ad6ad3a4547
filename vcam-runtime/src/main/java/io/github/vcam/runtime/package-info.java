// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/**
 * A camera from Java: {@link io.github.vcam.runtime.Place} finds or makes a place for cameras, loads {@linkplain
 * io.github.vcam.runtime.CameraSpec those that are wanted} and plays into them. These types are for everybody; the
 * packages below are what they stand on, for the other modules of vcam.
 *
 * <pre>{@code
 * try (Place place = Place.open(PlaceOptions.auto())) {
 *     place.install();
 *     try (Cameras cameras = place.load(CameraSpec.named("Front"), CameraSpec.named("Back"));
 *             Feed feed = cameras.get("Front").play("clip.mp4")) {
 *         feed.awaitEnd();
 *     }
 * }
 * }</pre>
 */
@NullMarked
package io.github.vcam.runtime;

import org.jspecify.annotations.NullMarked;
