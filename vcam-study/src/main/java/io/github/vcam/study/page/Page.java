// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.page;

import io.github.vcam.runtime.resource.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A page that needs no other file: its style is inside, light or dark as the browser likes, wide or narrow as it is. */
public final class Page {
    private Page() {}

    /**
     * A whole page.
     *
     * @param main what it says, without its heading
     */
    public static String of(String title, Html main) {
        return of(title, "", main);
    }

    /**
     * A whole page with more style.
     *
     * @param style in CSS, after the common one
     */
    public static String of(String title, String style, Html main) {
        return "<!DOCTYPE html>\n"
                + new Html()
                        .open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml")
                        .open("head")
                        .empty("meta", "charset", "utf-8")
                        .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                        .empty("meta", "name", "color-scheme", "content", "light dark")
                        .empty("meta", "name", "generator", "content", "vcam")
                        .element("title", title)
                        .open("style")
                        .raw(new Resource(Page.class, "page.css").text() + style)
                        .close()
                        .close()
                        .open("body")
                        .open("main")
                        .element("h1", title)
                        .raw(main.toString())
                        .close()
                        .close()
                        .close();
    }

    /** Writes a file whole or not at all: whoever opens it meanwhile sees the old one. */
    public static void write(Path file, String content) throws IOException {
        Path half = Files.createTempFile(
                Files.createDirectories(file.toAbsolutePath().getParent()), ".half-", null);
        try {
            Files.writeString(half, content);
            // a temporary file is its owner's alone, a report is for everybody
            Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(half);
        }
    }
}
