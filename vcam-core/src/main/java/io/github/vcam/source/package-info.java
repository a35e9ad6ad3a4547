// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Where frames come from. Imports {@code error} and {@code frame}. */
@NullMarked
package io.github.vcam.source;

import org.jspecify.annotations.NullMarked;
