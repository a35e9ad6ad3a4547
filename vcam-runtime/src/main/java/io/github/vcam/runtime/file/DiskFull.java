// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The one failure of a write that a user can mend by making room. Java keeps no error number, only the C library's words,
 * and those are in the user's language.
 */
public final class DiskFull {
    private static final String ENGLISH = "No space left on device";
    private static final Path ALWAYS_FULL = Path.of("/dev/full");

    private DiskFull() {}

    /** Whether a write of this process failed for it. */
    public static boolean isReasonOf(Throwable failure) {
        return isReasonOf(failure, words());
    }

    /** Whether a program failed for it; our programs run with {@code LC_ALL=C}, or in a guest that has no other language. */
    public static boolean isReasonIn(String output) {
        return output.contains(ENGLISH);
    }

    static boolean isReasonOf(Throwable failure, String words) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    && String.valueOf(cause.getMessage()).contains(words)) {
                return true;
            }
        }
        return false;
    }

    /** What the C library calls it here: the same failure, provoked, tells. */
    private static String words() {
        try {
            Files.write(ALWAYS_FULL, new byte[1], StandardOpenOption.WRITE);
            return ENGLISH;
        } catch (FileSystemException e) {
            return ENGLISH; // there is no such device here
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
