// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.runtime.resource.Resource;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** What the shell scripts that start a guest know of it, too: a file of facts that both read. */
final class GuestFacts {
    /** Of every guest on an emulated x86-64. */
    static final GuestFacts X86_64 = new GuestFacts("x86_64.properties");

    private final Properties facts = new Properties();

    private GuestFacts(String file) {
        try {
            facts.load(new StringReader(new Resource(GuestFacts.class, file).text()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of them; it has to be there. */
    String get(String key) {
        return Objects.requireNonNull(facts.getProperty(key), key);
    }
}
