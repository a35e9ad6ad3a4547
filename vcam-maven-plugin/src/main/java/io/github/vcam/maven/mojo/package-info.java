// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** The goals: parameters in, one call, failures out. Imports everything and is imported by nothing. */
@NullMarked
package io.github.vcam.maven.mojo;

import org.jspecify.annotations.NullMarked;
