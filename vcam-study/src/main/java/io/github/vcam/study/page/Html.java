// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.page;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes markup that is HTML and well-formed XML at once; text and attributes are escaped here and nowhere else. */
public final class Html {
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Begins an element.
     *
     * @param attributes name, value, name, value …; those without a value are left out
     */
    public Html open(String element, String... attributes) {
        tag(element, attributes).append('>');
        open.push(element);
        return this;
    }

    /** Ends the innermost element that is open. */
    public Html close() {
        out.append("</").append(open.pop()).append(">\n");
        return this;
    }

    public Html text(String text) {
        out.append(escape(text));
        return this;
    }

    /** An element with nothing but text in it. */
    public Html element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    /** An element that cannot have content, such as {@code meta}. */
    public Html empty(String element, String... attributes) {
        tag(element, attributes).append("/>\n");
        return this;
    }

    /** Markup that is well-formed already. */
    public Html raw(String markup) {
        out.append(markup);
        return this;
    }

    private StringBuilder tag(String element, String... attributes) {
        if (attributes.length % 2 != 0) {
            throw new IllegalArgumentException("<" + element + "> has an attribute without a value");
        }
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escape(attributes[i + 1]))
                    .append('"');
        }
        return out;
    }

    /** Characters that XML does not know, such as a program's colour codes, become a replacement character. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(inXml(c) ? c : 0xfffd);
            }
        });
        return escaped.toString();
    }

    private static boolean inXml(int c) {
        return c < 0x20
                ? c == '\t' || c == '\n' || c == '\r'
                : Character.getType(c) != Character.SURROGATE && (c & 0xfffe) != 0xfffe;
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("<" + open.peek() + "> is still open");
        }
        return out.toString();
    }
}
