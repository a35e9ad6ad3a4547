// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Where a feed's time goes: perf beside the camera, its samples grouped by meaning, pages of them. Imports {@code page},
 * core, and the runtime.
 */
@NullMarked
package io.github.vcam.study.profile;

import org.jspecify.annotations.NullMarked;
