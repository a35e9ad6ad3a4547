// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The micro-VM where the camera lives when the host cannot load modules: its kernel, its first file system, QEMU, and
 * the channel over which commands run in it byte for byte. Imports the agent, {@code process}, {@code file} and {@code resource}.
 */
@NullMarked
package io.github.vcam.runtime.vm;

import org.jspecify.annotations.NullMarked;
