// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Runs commands inside a micro-VM. */
module io.github.vcam.agent {
    requires static transitive org.jspecify;

    exports io.github.vcam.agent;
}
