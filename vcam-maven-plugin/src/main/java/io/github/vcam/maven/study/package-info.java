// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** What bench and profile share. Imports core's errors. */
@NullMarked
package io.github.vcam.maven.study;

import org.jspecify.annotations.NullMarked;
