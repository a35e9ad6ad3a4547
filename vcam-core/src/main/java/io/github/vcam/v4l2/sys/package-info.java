// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** System calls as they are: numbers, errno, memory. The only package that imports JNA. Imports {@code v4l2.sys.layout} only. */
@NullMarked
package io.github.vcam.v4l2.sys;

import org.jspecify.annotations.NullMarked;
