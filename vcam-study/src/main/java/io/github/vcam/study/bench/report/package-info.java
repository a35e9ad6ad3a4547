// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Shows what a bench found: as lines, as JSON, as a page with plots in SVG. Imports {@code bench} and {@code page}. */
@NullMarked
package io.github.vcam.study.bench.report;

import org.jspecify.annotations.NullMarked;
