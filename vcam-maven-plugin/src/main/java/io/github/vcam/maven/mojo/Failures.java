// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.ErrorId;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.file.DiskFull;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;

/** Tells Maven what failed: the user's doing or the machine's, in exactly one sentence. */
final class Failures {
    private Failures() {}

    /** Never returns. */
    static void rethrow(RuntimeException failure, UnaryOperator<String> property)
            throws MojoExecutionException, MojoFailureException {
        if (failure instanceof VcamException known) {
            String sentence = Advice.sentence(known, property);
            if (known.code().side() == ErrorId.Side.USER) {
                throw new MojoFailureException(sentence);
            }
            throw new MojoExecutionException(sentence);
        }
        if (failure instanceof UncheckedIOException io) {
            Throwable cause = io.getCause();
            String sentence = io.getMessage() + ": " + (cause == null ? "" : cause.getMessage());
            if (DiskFull.isReasonOf(io)) {
                throw new MojoExecutionException(sentence + " [" + RuntimeError.DISK_FULL.id() + "]");
            }
            throw new MojoExecutionException(sentence);
        }
        throw new MojoExecutionException("unforeseen: " + failure, failure);
    }
}
