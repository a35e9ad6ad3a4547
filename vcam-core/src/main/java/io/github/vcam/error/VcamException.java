// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.error;

import org.jspecify.annotations.Nullable;

/**
 * A failure with a stable id. It says the fact: what was tried, on what, and what the kernel (or the program) said. What
 * to do about it depends on who asked, so whoever talks to people adds that.
 */
public class VcamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorId code;
    private final String fact;

    public VcamException(ErrorId code, String fact) {
        this(code, fact, null);
    }

    public VcamException(ErrorId code, String fact, @Nullable Throwable cause) {
        super(fact + " [" + code.id() + "]", cause);
        this.code = code;
        this.fact = fact;
    }

    public ErrorId code() {
        return code;
    }

    /** The message without the id at its end. */
    public String fact() {
        return fact;
    }
}
