// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** The kernel module's way from source to a loaded device and back. Imports {@code place}, {@code process}, {@code file} and {@code resource}. */
@NullMarked
package io.github.vcam.runtime.kernel;

import org.jspecify.annotations.NullMarked;
