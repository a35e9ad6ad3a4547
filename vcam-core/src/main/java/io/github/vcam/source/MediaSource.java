// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.source;

/** A source whose frames a media library makes; the open end of the family, for other packages. */
public non-sealed interface MediaSource extends FrameSource {}
