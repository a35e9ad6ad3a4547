// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.runtime.resource.Resource;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/** What the shell scripts that make and start guests know of them, too: a file of facts that both read. */
final class GuestFacts {
    /** Of every guest. */
    static final GuestFacts EVERY = new GuestFacts("guest.properties");

    /** Of every guest on an emulated x86-64. */
    static final GuestFacts X86_64 = new GuestFacts("x86_64.properties");

    /** Of every guest on an emulated arm64. */
    static final GuestFacts AARCH64 = new GuestFacts("aarch64.properties");

    private final Properties facts = new Properties();

    private GuestFacts(String file) {
        try {
            facts.load(new StringReader(new Resource(GuestFacts.class, file).text()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String key) {
        return facts.containsKey(key);
    }

    /** One of them; it has to be there. */
    String get(String key) {
        return Objects.requireNonNull(facts.getProperty(key), key);
    }

    /** The words of one. */
    List<String> words(String key) {
        return List.of(get(key).split(" ", -1));
    }
}
