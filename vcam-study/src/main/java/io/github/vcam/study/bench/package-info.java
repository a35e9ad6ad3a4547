// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Measures how the streaming methods differ. Imports {@code process}, {@code target}, {@code kernel} and {@code vm}. */
@NullMarked
package io.github.vcam.study.bench;

import org.jspecify.annotations.NullMarked;
