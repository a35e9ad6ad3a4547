// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import static java.util.Map.entry;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.ErrorId;
import io.github.vcam.error.InvalidValueException;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.doctor.Cure;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.study.StudyError;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What to do about an error, in the words of somebody who runs Maven: the one place that owns this wording. */
final class Advice {
    private static final Map<ErrorId, String> BY_ID = Map.ofEntries(
            entry(CoreError.INPUT_MISSING, "check the path (-Dinput=…)"),
            entry(CoreError.INPUT_EMPTY, "the file has no bytes; make or fetch it again"),
            entry(CoreError.INPUT_UNREADABLE, "FFmpeg does not know it as video; try ffprobe on it"),
            entry(CoreError.INPUT_SILENT, "start what sends it, or give it more time (-Dvcam.reconnect=5m)"),
            entry(CoreError.INPUT_ONCE, "leave -Dvcam.loop and -Dvcam.onDemand out, or play a file"),
            entry(CoreError.INPUT_WITHOUT_VIDEO, "choose a file with a video stream"),
            entry(CoreError.INPUT_GRAPH_INVALID, "try the graph with: ffplay -f lavfi \"<graph>\""),
            entry(CoreError.INPUT_DECODING_FAILED, "the file may be damaged; try ffmpeg -i <file> -f null -"),
            entry(CoreError.SIZE_INVALID, "give another size (-Dvcam.size=WxH)"),
            entry(CoreError.FORMAT_UNKNOWN, "give a FourCC that vcam knows (-Dvcam.format=YUYV)"),
            entry(CoreError.METHOD_UNKNOWN, "choose one of auto, write, mmap, userptr, dmabuf (-Dvcam.method=…)"),
            entry(
                    CoreError.FORMAT_REFUSED,
                    "leave -Dvcam.format and -Dvcam.size out, or stop whoever fixed the node's format"),
            entry(CoreError.METHOD_REFUSED, "choose another method, or auto (-Dvcam.method=…)"),
            entry(CoreError.DEVICE_ABSENT, "load the module (vcam:load) or name another device (-Dvcam.device=…)"),
            entry(CoreError.DEVICE_UNSUITABLE, "name another device (-Dvcam.device=…)"),
            entry(
                    CoreError.DEVICE_BUSY,
                    "another program is feeding it; stop it or choose another device (-Dvcam.device=…)"),
            entry(
                    CoreError.DEVICE_FORBIDDEN,
                    "join the group that owns the node, mostly: "
                            + Cure.joinGroup("video", "$USER").line()),
            entry(
                    CoreError.DEVICE_VANISHED,
                    "the node was removed or its queue failed; load the module again and restart"),
            entry(CoreError.FRAME_TIMEOUT, "see who holds the node's other side (vcam:status)"),
            entry(CoreError.CONSUMER_BEHIND, "let that program take frames, or end it"),
            entry(
                    RuntimeError.CONTROL_PORT_BUSY,
                    "end the program that has it, choose another (-Dvcam.controlPort=…), or leave it out for a free one"),
            entry(
                    CoreError.DMABUF_UNAVAILABLE,
                    "load what makes some (sudo modprobe udmabuf, or vivid), or use -Dvcam.method=mmap"),
            entry(RuntimeError.OUTPUT_UNWRITABLE, "choose another file (-Dvcam.output=…)"),
            entry(RuntimeError.HEADERS_MISSING, Remedy.SET_UP.quoted() + " installs them"),
            entry(RuntimeError.COMPILER_MISSING, Remedy.SET_UP.quoted() + " installs it"),
            entry(RuntimeError.MODULE_FOREIGN, "take it away first; without rights to, use -Dvcam.target=vm"),
            entry(RuntimeError.NODE_MISSING, "vcam:log shows the kernel's lines"),
            entry(RuntimeError.MODULE_NOT_INSTALLED, "run " + Remedy.INSTALL.quoted() + " first"),
            entry(RuntimeError.MODULE_SOURCE_MISSING, "name the directory v4l2loopback-kmod (-Dvcam.moduleSource=…)"),
            entry(RuntimeError.QEMU_MISSING, "install it with " + Remedy.SET_UP.quoted()),
            entry(RuntimeError.GUEST_KERNEL_MISSING, Remedy.SET_UP.quoted() + " fetches one"),
            entry(
                    RuntimeError.GUEST_NEVER_BOOTED,
                    "when it was only slow, give it more time (-Dvcam.vm.bootTimeout=…)"),
            entry(
                    RuntimeError.GUEST_LOST,
                    "`mvn vcam:vm` starts it anew, after " + Remedy.STOP_VM.quoted() + " where it hangs"),
            entry(
                    RuntimeError.GUEST_CHANNELS_BUSY,
                    "wait for other commands to end, or stop the micro-VM with " + Remedy.STOP_VM.quoted()),
            entry(
                    RuntimeError.GUEST_IN_USE,
                    "wait until that has ended, or take a micro-VM of your own (-Dvcam.vm.directory=…)"),
            entry(
                    RuntimeError.TRACE_UNAVAILABLE,
                    "load our module (vcam:install vcam:load), on a kernel that has tracefs"),
            entry(RuntimeError.PROGRAM_MISSING, "install it; " + Remedy.SET_UP.quoted() + " installs what vcam needs"),
            entry(
                    RuntimeError.PACKAGES_NOT_INSTALLED,
                    "run `sudo apt-get update && sudo apt-get install -y --no-install-recommends` with these packages,"
                            + " then repeat the goal"),
            entry(RuntimeError.DISK_FULL, Remedy.FORGET_SAVED.quoted() + " makes room where micro-VMs are saved"),
            entry(RuntimeError.MODULE_LOAD_FAILED, "`mvn vcam:doctor` looks for the cause"),
            entry(
                    RuntimeError.INPUT_OUT_OF_REACH,
                    "play standard input by vcam:feed, or something else: a file, a named pipe, a URL"),
            entry(RuntimeError.NOTHING_PLAYS, "run the commands that `mvn vcam:doctor` names"),
            entry(RuntimeError.PACKAGE_MANAGER_UNKNOWN, "install their like, then repeat the goal"),
            entry(
                    RuntimeError.WORKER_CLASSES_MISSING,
                    "the first goal that plays something downloads them: run it once without -o, where the repositories"
                            + " can be reached"),
            entry(
                    StudyError.BENCH_MODULE_UNKNOWN,
                    "name a module's file, or Debian's package as in v4l2loopback-dkms/sid (-Dvcam.bench.module=…)"),
            entry(StudyError.PERF_MISSING, "vcam:profile installs it where it may use apt"),
            entry(StudyError.PROFILE_EMPTY, "give it longer (-Dvcam.duration=…)"));

    private Advice() {}

    /** The property that sets a value which core or the runtime call so: {@code max_width} is vcam.maxWidth. */
    static String property(String name) {
        return switch (name) {
            case "input" -> name;
            case "rate" -> "vcam.fps";
            default ->
                "vcam."
                        + Pattern.compile("_(.)")
                                .matcher(name)
                                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
        };
    }

    /**
     * The failure's one sentence for a user: the fact, what to do, the id.
     *
     * @param property the property that sets a value of this name
     */
    static String sentence(VcamException failure, UnaryOperator<String> property) {
        String id = " [" + failure.code().id() + "]";
        if (failure instanceof InvalidValueException value) {
            return failure.fact() + " (-D" + property.apply(value.name()) + "=…)" + id;
        }
        String advice = BY_ID.get(failure.code());
        return failure.fact() + (advice == null ? "" : " — " + advice) + id;
    }
}
