// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.page;

/** A line of a description. */
public record Fact(String what, String value) {}
