// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Plays an input into a node at its rate. Imports {@code error}, {@code frame}, {@code source}, {@code ffmpeg}, {@code v4l2} and {@code producer}. */
@NullMarked
package io.github.vcam.feed;

import org.jspecify.annotations.NullMarked;
