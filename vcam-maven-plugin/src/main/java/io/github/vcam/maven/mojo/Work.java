// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.runtime.Place;

/** What a goal does once its parameters are read and there is a place to do it in. */
@FunctionalInterface
interface Work {
    void in(Place place);
}
