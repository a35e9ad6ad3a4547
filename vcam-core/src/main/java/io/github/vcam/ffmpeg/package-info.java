// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Decoding, scaling and encoding by FFmpeg. The only package that imports bytedeco. Imports {@code error}, {@code frame} and {@code source}. */
@NullMarked
package io.github.vcam.ffmpeg;

import org.jspecify.annotations.NullMarked;
