// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.resource;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where classes came from. */
public final class CodeSource {
    private CodeSource() {}

    /** The jar that a class was loaded from, or the directory, in a build that has not packaged it. */
    public static Path of(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class loader of " + type.getName() + " gives no path", e);
        }
    }
}
