// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Finds or makes a place with a camera, this machine or a micro-VM, and plays into it. */
@NullMarked
package io.github.vcam.runtime;

import org.jspecify.annotations.NullMarked;
