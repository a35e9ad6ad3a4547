// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;

/** This process's own streams, byte for byte: for what a goal was asked to print, not for its log. */
public final class StandardStreams {
    private StandardStreams() {}

    /** All three of them. */
    public static CommandStreams inherited() {
        return new CommandStreams(
                System.in, new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
    }
}
