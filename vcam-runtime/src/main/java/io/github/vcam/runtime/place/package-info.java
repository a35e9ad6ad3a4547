// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** The place where the camera lives, this machine or the micro-VM, seen as one thing. Imports {@code process}, {@code vm}, {@code file} and {@code resource}. */
@NullMarked
package io.github.vcam.runtime.place;

import org.jspecify.annotations.NullMarked;
