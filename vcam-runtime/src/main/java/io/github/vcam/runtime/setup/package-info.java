// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Finds what is missing on this machine and has apt install it. Imports {@code process}, {@code place}, {@code kernel} and {@code vm}. */
@NullMarked
package io.github.vcam.runtime.setup;

import org.jspecify.annotations.NullMarked;
