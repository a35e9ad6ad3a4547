// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Files that come with the plugin. Imports nothing of ours. */
@NullMarked
package io.github.vcam.maven.resource;

import org.jspecify.annotations.NullMarked;
