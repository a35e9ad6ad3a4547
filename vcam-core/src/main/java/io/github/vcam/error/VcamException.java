// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.error;

/**
 * A failure with a stable id. The message says what was tried, on what, what the kernel (or the program) said, and
 * what to do; {@link #getMessage()} ends in the id.
 */
public class VcamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public VcamException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public VcamException(ErrorCode code, String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message + " [" + code.id() + "]", cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
