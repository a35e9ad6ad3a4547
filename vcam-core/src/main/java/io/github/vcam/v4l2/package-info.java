// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** A V4L2 node, its formats and its buffer queues, in terms of this library. Imports {@code error}, {@code frame} and {@code v4l2.sys}. */
@NullMarked
package io.github.vcam.v4l2;

import org.jspecify.annotations.NullMarked;
