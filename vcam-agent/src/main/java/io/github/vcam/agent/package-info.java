// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The program inside the guest, and the messages by which the host speaks to it. Plain Java without dependencies: its jar
 * travels into the guest alone.
 */
@NullMarked
package io.github.vcam.agent;

import org.jspecify.annotations.NullMarked;
