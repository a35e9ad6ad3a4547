// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Files that come in a module's jar. Imports nothing of ours. */
@NullMarked
package io.github.vcam.runtime.resource;

import org.jspecify.annotations.NullMarked;
