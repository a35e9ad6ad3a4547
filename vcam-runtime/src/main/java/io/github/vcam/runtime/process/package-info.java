// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Runs outside programs: one value that says what, one interface that says where. Imports {@code error} alone of ours. */
@NullMarked
package io.github.vcam.runtime.process;

import org.jspecify.annotations.NullMarked;
