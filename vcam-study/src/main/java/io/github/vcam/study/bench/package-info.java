// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Measures how the streaming methods differ. Imports {@code page}, core, and the runtime. */
@NullMarked
package io.github.vcam.study.bench;

import org.jspecify.annotations.NullMarked;
