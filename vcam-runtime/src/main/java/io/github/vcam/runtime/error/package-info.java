// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** What can go wrong where the camera lives. Imports core's errors. */
@NullMarked
package io.github.vcam.runtime.error;

import org.jspecify.annotations.NullMarked;
