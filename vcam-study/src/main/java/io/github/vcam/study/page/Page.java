// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.page;

import io.github.vcam.runtime.resource.Resource;

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
}
