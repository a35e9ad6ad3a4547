// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** The producer side: frames into the OUTPUT side of a node, by write() or by a buffer queue. Imports {@code error}, {@code frame} and {@code v4l2}. */
@NullMarked
package io.github.vcam.producer;

import org.jspecify.annotations.NullMarked;
