// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.feed;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.ErrorId;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.worker.WorkerEvent;
import java.util.Arrays;
import java.util.stream.Stream;

/** Brings a worker's failure home: the same id, the same sentence. */
public final class WorkerFailure {
    /** 128 and SIGKILL. */
    private static final int KILLED = 137;

    private WorkerFailure() {}

    /** The exception that a worker meant when it said so. */
    public static VcamException of(WorkerEvent.Failed failed) {
        return of(failed.id(), failed.message());
    }

    /** The exception that a worker meant by an id, which may be none, and a sentence. */
    public static VcamException of(String id, String message) {
        ErrorId code = Stream.<ErrorId>concat(Arrays.stream(CoreError.values()), Arrays.stream(RuntimeError.values()))
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElse(RuntimeError.PROGRAM_FAILED);
        String suffix = " [" + id + "]";
        return new VcamException(
                code, message.endsWith(suffix) ? message.substring(0, message.length() - suffix.length()) : message);
    }

    static VcamException died(String worker, int status, String lastLines) {
        String killed =
                ", killed, as the kernel does when memory runs out; more memory, fewer buffers or smaller frames help";
        return new VcamException(
                RuntimeError.PROGRAM_FAILED,
                "the " + worker + " beside the camera ended with status " + status
                        + (status == KILLED ? killed : "")
                        + (lastLines.isBlank() ? "" : ": " + lastLines.strip()));
    }
}
