// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** What the tests share: openers of a node, stamped video, the module, programs beside them. */
@NullMarked
package io.github.vcam.it.support;

import org.jspecify.annotations.NullMarked;
