// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.process;

import java.io.InputStream;
import java.io.OutputStream;

/** Where a program's bytes come from and go to. The executor closes none of them. */
public record CommandStreams(InputStream stdin, OutputStream stdout, OutputStream stderr) {
    public static CommandStreams outputTo(OutputStream stdout, OutputStream stderr) {
        return new CommandStreams(InputStream.nullInputStream(), stdout, stderr);
    }
}
