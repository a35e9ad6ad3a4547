// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The program inside the guest, and the frames by which the host speaks to it. Plain Java without dependencies, for
 * these classes travel alone in a jar of their own; no nested or anonymous classes, see {@code AgentJar}. Imports
 * nothing of ours.
 */
@NullMarked
package io.github.vcam.maven.vm.agent;

import org.jspecify.annotations.NullMarked;
