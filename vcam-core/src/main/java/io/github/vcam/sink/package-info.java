// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Where frames go: the OUTPUT side of a node, by write() or by a buffer queue. Imports {@code error}, {@code frame} and {@code v4l2}. */
@NullMarked
package io.github.vcam.sink;

import org.jspecify.annotations.NullMarked;
