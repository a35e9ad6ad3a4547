// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** The camera as an object of its own: open it, send pictures. Imports every other package; no other package imports it. */
@NullMarked
package io.github.vcam;

import org.jspecify.annotations.NullMarked;
