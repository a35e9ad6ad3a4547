// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.console;

/** Shows how far something has come. Used by one thread; closing it ends the show. */
public interface Progress extends AutoCloseable {

    /**
     * Says where it is now.
     *
     * @param done so many
     * @param total of so many, or less than 1 when nobody knows
     * @param note what else is worth a word
     */
    void show(long done, long total, String note);

    @Override
    void close();
}
