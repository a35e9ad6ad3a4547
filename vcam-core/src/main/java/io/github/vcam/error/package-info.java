// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** What can go wrong, each thing with a stable id. Imports nothing of ours. */
@NullMarked
package io.github.vcam.error;

import org.jspecify.annotations.NullMarked;
