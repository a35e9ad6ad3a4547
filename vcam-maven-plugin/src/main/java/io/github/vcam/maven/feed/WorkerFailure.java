// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.feed;

import io.github.vcam.error.ErrorCode;
import io.github.vcam.error.VcamException;
import io.github.vcam.maven.worker.WorkerEvent;
import java.util.Arrays;

/** Brings a worker's failure home: the same id, the same sentence. */
final class WorkerFailure {
    /** 128 and SIGKILL. */
    private static final int KILLED = 137;

    private WorkerFailure() {}

    static VcamException of(WorkerEvent.Failed failed) {
        ErrorCode code = Arrays.stream(ErrorCode.values())
                .filter(candidate -> candidate.id().equals(failed.id()))
                .findFirst()
                .orElse(ErrorCode.PROGRAM_FAILED);
        String suffix = " [" + failed.id() + "]";
        String message = failed.message();
        return new VcamException(
                code, message.endsWith(suffix) ? message.substring(0, message.length() - suffix.length()) : message);
    }

    static VcamException died(String worker, int status, String lastLines) {
        String killed =
                ", killed, as the kernel does when memory runs out; give the place more (-Dvcam.vm.memory=…), or use"
                        + " fewer buffers or smaller frames";
        return new VcamException(
                ErrorCode.PROGRAM_FAILED,
                "the " + worker + " beside the camera ended with status " + status
                        + (status == KILLED ? killed : "")
                        + (lastLines.isBlank() ? "" : ": " + lastLines.strip()));
    }
}
