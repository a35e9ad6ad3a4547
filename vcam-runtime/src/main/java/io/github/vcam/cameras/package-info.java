// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Cameras that stay when the program that started them has ended: those of a build, for its tests. */
@NullMarked
package io.github.vcam.cameras;

import org.jspecify.annotations.NullMarked;
