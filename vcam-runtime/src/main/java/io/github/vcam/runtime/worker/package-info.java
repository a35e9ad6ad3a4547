// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Programs that run in a virtual machine of their own beside the camera, and the protocol that they speak. Imports core alone. */
@NullMarked
package io.github.vcam.runtime.worker;

import org.jspecify.annotations.NullMarked;
