// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.doctor;

import java.util.Locale;

/** What can be wrong where cameras are to live, the gravest first among those of a kind. */
public enum Fault {
    // this machine's own kernel, where the cameras are to live in it
    KERNEL_WITHOUT_MODULES(Weight.BLOCKS, "the camera is a kernel module"),
    MODULES_SWITCHED_OFF(Weight.BLOCKS, "no module can be loaded until the machine boots again"),
    LOCKED_DOWN(Weight.BLOCKS, "such a kernel takes modules only that its distribution signed"),
    SIGNATURE_WANTED(Weight.BLOCKS, "the module is built here, so nobody has signed it"),
    CAPABILITY_MISSING(Weight.BLOCKS, "a container loads modules only if it was started with that right"),
    RIGHTS_MISSING(Weight.BLOCKS, "loading a module takes root's rights"),
    HEADERS_MISSING(Weight.BLOCKS, "the module is built against them"),
    HEADERS_GONE(Weight.BLOCKS, "the module is built against them, and the archive has those of newer kernels only"),
    VIDEO_CORE_MISSING(Weight.BLOCKS, "the module stands on it"),
    COMPILER_MISSING(Weight.BLOCKS, "the module is built here"),
    TOOL_MISSING(Weight.BLOCKS, "the camera cannot be carried without it"),

    // the module
    MODULE_FOREIGN(Weight.BLOCKS, "two modules of one name cannot be loaded, and that one lacks what goals ask of it"),
    MODULE_SHADOWED(Weight.BLOCKS, "modprobe would load that one instead of vcam's"),
    MODULE_STALE(Weight.HINDERS, "goals may ask it for what it cannot do yet"),
    MODULE_HELD(Weight.HINDERS, "it cannot be replaced as long as a program has one of its devices open"),
    RULE_MISSING(Weight.HINDERS, "devices that come get no group, so only root may open them"),

    // devices
    NODE_CLOSED(Weight.HINDERS, "only root may open the camera"),
    CONTROL_CLOSED(Weight.HINDERS, "only root may add cameras"),
    USER_OUTSIDE_GROUP(Weight.HINDERS, "who is not in the node's group may not open the camera"),
    LOGIN_TOO_OLD(Weight.HINDERS, "a login has the groups that its user had when it began"),
    HOLDER_STOPPED(Weight.HINDERS, "it keeps the camera to itself, and neither gives nor takes frames"),
    FORM_JOINED(Weight.HINT, "browsers and video calls take a node that is CAPTURE and OUTPUT at once for no camera"),

    // the micro-VM, where the cameras are to live in one
    QEMU_MISSING(Weight.BLOCKS, "it runs the micro-VM"),
    GUEST_KERNEL_MISSING(Weight.BLOCKS, "the micro-VM runs it"),
    KVM_FORBIDDEN(Weight.HINT, "without it the micro-VM is emulated, some ten times slower"),
    VM_LEFT(Weight.HINDERS, "whoever started it was killed; it takes memory, and nobody will use it"),

    // this machine's files and Java
    CACHE_FOREIGN(Weight.BLOCKS, "nothing can be kept there, mostly since a build ran as root once"),
    DIRECTORY_FOREIGN(Weight.BLOCKS, "nothing can be built there, mostly since a build ran as root once"),
    DISK_LOW(Weight.HINDERS, "a kernel, the libraries that play and saved micro-VMs take two gigabytes"),
    TEMPORARY_CLOSED(Weight.BLOCKS, "programs beside the camera, compilers and QEMU keep files there"),
    CACHE_NOT_EXECUTABLE(Weight.BLOCKS, "the libraries that play are unpacked there and loaded, which noexec forbids"),
    NATIVES_NOT_EXECUTABLE(
            Weight.HINDERS, "a test that opens a camera itself loads it from there, which noexec forbids"),
    CAMERAS_LEFT(Weight.HINT, "the program that kept them was killed, and a file still tells tests of them"),
    JAVA_OLD(Weight.BLOCKS, "vcam's programs are compiled for Java 17"),
    NATIVE_ACCESS_DENIED(Weight.BLOCKS, "a test that opens a camera itself calls the kernel by a native library"),
    LOCALE_NOT_UTF8(Weight.HINT, "files whose names have other letters than English ones are not found");

    /** How bad it is. */
    public enum Weight {
        /** No camera can play. */
        BLOCKS,
        /** Somebody or something cannot use it. */
        HINDERS,
        /** All works, and could be better. */
        HINT
    }

    private final Weight weight;
    private final String reason;

    Fault(Weight weight, String reason) {
        this.weight = weight;
        this.reason = reason;
    }

    public Weight weight() {
        return weight;
    }

    /** Why it matters, a half sentence. */
    public String reason() {
        return reason;
    }

    /** Its name for programs: {@code headers-missing}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
