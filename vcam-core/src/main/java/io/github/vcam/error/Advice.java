// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.error;

/** What to do about an error, in one clause each: the one place that owns this wording. */
public final class Advice {
    private Advice() {}

    /** A clause that follows a dash, without full stop; empty where nothing general can be advised. */
    public static String on(ErrorCode code) {
        return switch (code) {
            case INPUT_MISSING -> "check the path (-Dinput=…)";
            case INPUT_EMPTY -> "the file has no bytes; make or fetch it again";
            case INPUT_UNREADABLE -> "FFmpeg does not know it as video; try ffprobe on it";
            case INPUT_WITHOUT_VIDEO -> "choose a file with a video stream";
            case INPUT_TRUNCATED -> "the file ends early; the frames before that were used";
            case INPUT_GRAPH_INVALID -> "try the graph with: ffplay -f lavfi \"<graph>\"";
            case INPUT_DECODING_FAILED -> "the file may be damaged; try ffmpeg -i <file> -f null -";
            case SIZE_INVALID -> "give another size (-Dvcam.size=WxH)";
            case FORMAT_UNKNOWN -> "give a FourCC that vcam knows (-Dvcam.format=YUYV)";
            case METHOD_UNKNOWN -> "choose one of auto, write, mmap, userptr, dmabuf (-Dvcam.method=…)";
            case FORMAT_REFUSED -> "leave -Dvcam.format and -Dvcam.size out, or stop whoever fixed the node's format";
            case METHOD_REFUSED -> "choose another method, or auto (-Dvcam.method=…)";
            case DEVICE_ABSENT -> "load the module (vcam:load) or name another device (-Dvcam.device=…)";
            case DEVICE_UNSUITABLE -> "name another device (-Dvcam.device=…)";
            case DEVICE_BUSY -> "another program is feeding it; stop it or choose another device (-Dvcam.device=…)";
            case DEVICE_FORBIDDEN -> "join the group that owns the node, mostly: sudo usermod -aG video $USER";
            case DEVICE_VANISHED -> "the node was removed or its queue failed; load the module again and restart";
            case FRAME_TIMEOUT -> "see who holds the node's other side (vcam:status)";
            case DMABUF_UNAVAILABLE ->
                "load what makes some (sudo modprobe udmabuf, or vivid), or use -Dvcam.method=mmap";
            case TRACE_UNAVAILABLE -> "load our module (vcam:install vcam:load), on a kernel that has tracefs";
            default -> "";
        };
    }

    /** The sentence followed by its advice. */
    public static String append(String sentence, ErrorCode code) {
        String advice = on(code);
        return advice.isEmpty() ? sentence : sentence + " — " + advice;
    }
}
