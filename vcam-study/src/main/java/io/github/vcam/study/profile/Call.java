// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One function of a call stack.
 *
 * @param name without arguments where it is Java
 * @param object the file it is in, {@code [kernel.kallsyms]} for instance
 */
record Call(String name, String object, Kind kind) {
    /** What executes the function. */
    enum Kind {
        KERNEL("_[k]"),
        /** Java, compiled; its name is from the virtual machine's perf map. */
        JAVA("_[1]"),
        /** Java, interpreted, whose name nobody knows; and stubs that the virtual machine made. */
        VM("_[0]"),
        NATIVE("");

        /** How flame graphs mark it. */
        private final String mark;

        Kind(String mark) {
            this.mark = mark;
        }
    }

    private static final Pattern LINE =
            Pattern.compile("\\s+([0-9a-f]+) (.*?) ?\\((/[^()]*(?: \\(deleted\\))?|\\[[^]]*]|[^()]+)\\)");
    private static final String UNKNOWN = "[unknown]";

    /** A line of {@code perf script -F ip,sym,dso}; empty when it is none. */
    static Optional<Call> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches()
                ? Optional.of(of(matcher.group(1), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    private static Call of(String address, String symbol, String object) {
        if (address.length() == 16 && address.startsWith("ffff")) {
            return new Call(symbol, object, Kind.KERNEL);
        }
        String file = object.substring(object.lastIndexOf('/') + 1).replace(" (deleted)", "");
        if (!file.matches("perf-\\d+\\.map|\\[JIT].*")) {
            return new Call(symbol.isEmpty() ? UNKNOWN : symbol, file, Kind.NATIVE);
        }
        int arguments = symbol.indexOf('(');
        String method = arguments < 0 ? symbol : symbol.substring(0, arguments).strip();
        boolean java = arguments > 0 && method.contains(".");
        return java
                ? new Call(method.substring(method.lastIndexOf(' ') + 1), "Java", Kind.JAVA)
                : new Call(symbol, "JVM", Kind.VM);
    }

    boolean kernel() {
        return kind == Kind.KERNEL;
    }

    /** Nobody knows its name. */
    boolean unknown() {
        return name.equals(UNKNOWN);
    }

    /** As a person reads it: a function without a name is named by its file. */
    String title() {
        return unknown() && !object.equals(UNKNOWN) ? "[" + object + "]" : name;
    }

    /** As a line of collapsed stacks has it. */
    String collapsed() {
        return title().replace(';', ':') + kind.mark;
    }
}
