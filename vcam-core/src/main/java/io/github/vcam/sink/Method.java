// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.sink;

import io.github.vcam.error.Advice;
import io.github.vcam.error.ErrorCode;
import io.github.vcam.error.VcamException;
import io.github.vcam.v4l2.Capabilities;
import java.util.Locale;

/** The ways to hand frames to a node (V4L2: "Input/Output"). */
public enum Method {
    /** MMAP where the node streams, else WRITE. */
    AUTO,
    /** One write() for each frame. */
    WRITE,
    /** A queue of the driver's buffers, mapped here. */
    MMAP;

    /** Reads a name in either case; fails with METHOD_UNKNOWN. */
    public static Method of(String name) {
        String word = name.strip().toLowerCase(Locale.ROOT);
        return switch (word) {
            case "auto" -> AUTO;
            case "write" -> WRITE;
            case "mmap" -> MMAP;
            case "userptr", "dmabuf" -> throw unknown("Method " + word + " is not offered yet by this version");
            default -> throw unknown("There is no method \"" + name + "\"");
        };
    }

    private static VcamException unknown(String sentence) {
        return new VcamException(ErrorCode.METHOD_UNKNOWN, Advice.append(sentence, ErrorCode.METHOD_UNKNOWN));
    }

    /** What AUTO means for this node; the others mean themselves. */
    public Method resolve(Capabilities capabilities) {
        if (this != AUTO) {
            return this;
        }
        return capabilities.canStream() ? MMAP : WRITE;
    }
}
