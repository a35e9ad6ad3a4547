// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** A virtual camera for JUnit tests, of JUnit 5.12 and later. */
@NullMarked
package io.github.vcam.junit;

import org.jspecify.annotations.NullMarked;
