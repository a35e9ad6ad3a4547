// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.error;

/** A value that a caller gave and that cannot be. The message says what it was and what it can be. */
public final class InvalidValueException extends VcamException {
    private static final long serialVersionUID = 1L;

    private final String name;

    /**
     * The failure.
     *
     * @param name what the value is called here, in lower case: {@code buffers}, {@code max_width}
     */
    public InvalidValueException(ErrorId code, String name, String fact) {
        super(code, fact);
        this.name = name;
    }

    /** A wrong parameter. */
    public static InvalidValueException of(String name, String fact) {
        return new InvalidValueException(CoreError.PARAMETER_INVALID, name, fact);
    }

    /** What the value is called here: whoever has another name for it can tell that one. */
    public String name() {
        return name;
    }
}
