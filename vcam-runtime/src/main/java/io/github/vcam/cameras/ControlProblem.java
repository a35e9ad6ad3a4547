// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.cameras;

import com.google.gson.JsonObject;
import io.github.vcam.error.CoreError;
import io.github.vcam.error.ErrorId;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import java.util.Set;

/** A request that is not done, as HTTP tells it (RFC 9457). */
final class ControlProblem extends VcamException {
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int TOO_LARGE = 413;
    private static final int UNPROCESSABLE = 422;
    private static final int SERVER_ERROR = 500;
    private static final int TIME_OUT = 504;

    /** Somebody waited for a program that did not do its part in time. */
    private static final Set<ErrorId> LATE =
            Set.of(CoreError.CONSUMER_BEHIND, CoreError.FRAME_TIMEOUT, RuntimeError.PROGRAM_TIMED_OUT);

    private static final long serialVersionUID = 1L;

    private final int status;

    ControlProblem(int status, ErrorId code, String fact) {
        super(code, fact);
        this.status = status;
    }

    static ControlProblem invalid(String fact) {
        return new ControlProblem(BAD_REQUEST, RuntimeError.CONTROL_REQUEST_INVALID, fact);
    }

    static int status(VcamException failure) {
        if (failure instanceof ControlProblem problem) {
            return problem.status;
        }
        if (LATE.contains(failure.code())) {
            return TIME_OUT;
        }
        return failure.code().side() == ErrorId.Side.USER ? UNPROCESSABLE : SERVER_ERROR;
    }

    /** The body of the answer. */
    static JsonObject body(VcamException failure) {
        JsonObject body = new JsonObject();
        body.addProperty("type", "about:blank");
        body.addProperty("title", title(status(failure)));
        body.addProperty("status", status(failure));
        body.addProperty("detail", failure.getMessage());
        body.addProperty("id", failure.code().id());
        return body;
    }

    private static String title(int status) {
        return switch (status) {
            case BAD_REQUEST -> "Bad Request";
            case UNAUTHORIZED -> "Unauthorized";
            case FORBIDDEN -> "Forbidden";
            case NOT_FOUND -> "Not Found";
            case METHOD_NOT_ALLOWED -> "Method Not Allowed";
            case TOO_LARGE -> "Content Too Large";
            case UNPROCESSABLE -> "Unprocessable Content";
            case TIME_OUT -> "Gateway Timeout";
            default -> "Internal Server Error";
        };
    }
}
