// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** The shape of a frame: pixel format, size, rate and where each plane lies. Pure values. Imports {@code error} only. */
@NullMarked
package io.github.vcam.frame;

import org.jspecify.annotations.NullMarked;
