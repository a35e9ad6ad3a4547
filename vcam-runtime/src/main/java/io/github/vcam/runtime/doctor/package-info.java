// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Finds what is wrong where cameras are to live, and knows what mends it. Looking changes nothing and asks nobody for a
 * password. Imports {@code setup}, {@code place}, {@code kernel}, {@code vm}, {@code process} and {@code file}.
 */
@NullMarked
package io.github.vcam.runtime.doctor;

import org.jspecify.annotations.NullMarked;
