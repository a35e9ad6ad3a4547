// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import java.io.IOException;

/** The guest did not answer in time. */
final class GuestSilentException extends IOException {
    private static final long serialVersionUID = 1L;

    GuestSilentException(String message) {
        super(message);
    }
}
