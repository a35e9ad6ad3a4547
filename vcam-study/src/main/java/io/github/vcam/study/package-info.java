// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Measures what the streaming methods cost. */
@NullMarked
package io.github.vcam.study;

import org.jspecify.annotations.NullMarked;
