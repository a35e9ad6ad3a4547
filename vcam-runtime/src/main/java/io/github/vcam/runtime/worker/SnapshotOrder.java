// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.worker;

/**
 * Which picture to take. Travels as JSON.
 *
 * @param device node, number or label
 * @param seconds how long to look before the picture is taken
 */
public record SnapshotOrder(String device, double seconds) {}
