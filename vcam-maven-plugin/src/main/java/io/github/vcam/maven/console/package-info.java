// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Progress for people: a bar in a terminal, a line now and then elsewhere. Imports no other package of ours. */
@NullMarked
package io.github.vcam.maven.console;

import org.jspecify.annotations.NullMarked;
