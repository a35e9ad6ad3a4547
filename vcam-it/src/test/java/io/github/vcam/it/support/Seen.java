// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

/**
 * A frame as a consumer got it, checked.
 *
 * @param number of the frame, out of its stamp
 * @param sequence what the driver counted; -1 for read()
 * @param bytesUsed its length
 * @param timestamp of the driver in microseconds; -1 for read()
 */
public record Seen(int number, long sequence, int bytesUsed, long timestamp) {}
