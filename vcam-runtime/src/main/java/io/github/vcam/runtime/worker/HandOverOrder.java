// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

import io.github.vcam.source.InputAccess;

/**
 * What {@link HandOverWorker} is to do.
 *
 * @param input a file or URL
 * @param loop whether it begins again at its end
 */
public record HandOverOrder(String input, InputAccess access, boolean loop) {}
