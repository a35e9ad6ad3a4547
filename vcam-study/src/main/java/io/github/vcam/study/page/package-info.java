// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Web pages that are one file, for reports. Imports {@code resource} alone of ours. */
@NullMarked
package io.github.vcam.study.page;

import org.jspecify.annotations.NullMarked;
