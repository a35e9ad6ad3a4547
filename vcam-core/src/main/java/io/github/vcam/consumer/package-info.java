// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** The consumer side: frames out of the CAPTURE side of a node. Imports {@code error}, {@code frame} and {@code v4l2}. */
@NullMarked
package io.github.vcam.consumer;

import org.jspecify.annotations.NullMarked;
