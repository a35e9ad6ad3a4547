// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Shows what a bench found: as lines, as JSON, as a page. Imports {@code bench} and {@code page}; XChart is used here alone. */
@NullMarked
package io.github.vcam.study.bench.report;

import org.jspecify.annotations.NullMarked;
