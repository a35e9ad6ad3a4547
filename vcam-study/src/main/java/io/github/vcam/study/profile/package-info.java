// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Where a feed's time goes: perf beside the camera, its samples grouped by meaning, pages of them. Imports {@code feed},
 * {@code kernel}, {@code page}, {@code process}, {@code target}, {@code worker}.
 */
@NullMarked
package io.github.vcam.study.profile;

import org.jspecify.annotations.NullMarked;
