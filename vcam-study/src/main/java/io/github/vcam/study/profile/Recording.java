// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import java.util.List;

/**
 * What perf is to record.
 *
 * @param frequency samples a second and processor
 * @param callGraph how callers are found: fp or dwarf
 */
record Recording(List<Long> pids, double seconds, int frequency, String callGraph) {}
