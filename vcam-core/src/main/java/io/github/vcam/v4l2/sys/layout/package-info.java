// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** The structures of linux/videodev2.h as named offsets over direct buffers, one class each. Imports nothing of ours. */
@NullMarked
package io.github.vcam.v4l2.sys.layout;

import org.jspecify.annotations.NullMarked;
