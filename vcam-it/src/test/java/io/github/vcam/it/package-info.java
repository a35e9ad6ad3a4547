// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** The camera on a running kernel, one behaviour per class. */
@NullMarked
package io.github.vcam.it;

import org.jspecify.annotations.NullMarked;
