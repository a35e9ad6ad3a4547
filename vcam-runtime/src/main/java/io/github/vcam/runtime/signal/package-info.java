// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Ends in good order. */
@NullMarked
package io.github.vcam.runtime.signal;

import org.jspecify.annotations.NullMarked;
