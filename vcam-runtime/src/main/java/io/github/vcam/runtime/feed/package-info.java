// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Starts the workers where the camera is and follows what they say. Imports {@code worker}, {@code place} and {@code process}. */
@NullMarked
package io.github.vcam.runtime.feed;

import org.jspecify.annotations.NullMarked;
