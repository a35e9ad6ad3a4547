// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Files of this machine: written whole, removed, digested, and why they cannot be written. Imports nothing of ours. */
@NullMarked
package io.github.vcam.runtime.file;

import org.jspecify.annotations.NullMarked;
