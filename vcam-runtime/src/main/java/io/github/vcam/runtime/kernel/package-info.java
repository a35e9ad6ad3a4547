// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** The kernel module's way from source to a loaded device and back. Imports {@code process} and {@code target}. */
@NullMarked
package io.github.vcam.runtime.kernel;

import org.jspecify.annotations.NullMarked;
