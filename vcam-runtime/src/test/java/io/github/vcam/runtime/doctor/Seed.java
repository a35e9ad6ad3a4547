// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.doctor;

import io.github.vcam.runtime.doctor.Cure.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What is done to a sound machine, what a doctor has to find, and what mends it. */
@SuppressWarnings("ImmutableEnumChecker") // lambdas
enum Seed {
    NO_MODULES(host -> host.remove("/proc/modules"), Fault.KERNEL_WITHOUT_MODULES, Step.SET_UP_VM),
    MODULES_DISABLED(
            host -> host.write("/proc/sys/kernel/modules_disabled", "1\n"), Fault.MODULES_SWITCHED_OFF, Step.SET_UP_VM),
    LOCKDOWN(
            host -> host.write("/sys/kernel/security/lockdown", "none [integrity] confidentiality\n"),
            Fault.LOCKED_DOWN,
            Step.SET_UP_VM),
    SIGNATURES(
            host -> host.write("/sys/module/module/parameters/sig_enforce", "Y\n"),
            Fault.SIGNATURE_WANTED,
            Step.SET_UP_VM),
    CONTAINER(
            host -> host.write("/proc/self/status", "Uid:\t0\t0\t0\t0\nCapEff:\t00000000a80425fb\n"),
            Fault.CAPABILITY_MISSING,
            Step.SET_UP_VM),
    NO_SUDO(
            host -> {
                host.rights = false;
                host.module = "";
            },
            Fault.RIGHTS_MISSING,
            "sudo -v"),
    NO_HEADERS(
            host -> host.remove("/lib/modules/" + FakeHost.RELEASE + "/build/Makefile"),
            Fault.HEADERS_MISSING,
            Step.SET_UP),
    OLD_KERNEL(
            host -> {
                host.remove("/lib/modules/" + FakeHost.RELEASE + "/build/Makefile");
                host.offered.clear();
            },
            Fault.HEADERS_GONE,
            "sudo apt-get update && sudo apt-get install -y linux-image-amd64 linux-headers-amd64 && sudo reboot"),
    UBUNTU_SERVER(
            host -> {
                host.write("/lib/modules/" + FakeHost.RELEASE + "/modules.dep", "");
                host.offered.add("linux-modules-extra-" + FakeHost.RELEASE);
            },
            Fault.VIDEO_CORE_MISSING,
            Step.SET_UP),
    CLOUD_KERNEL(
            host -> host.write("/lib/modules/" + FakeHost.RELEASE + "/modules.dep", ""),
            Fault.VIDEO_CORE_MISSING,
            Step.SET_UP_VM),
    NO_COMPILER(host -> host.programs.remove("gcc"), Fault.COMPILER_MISSING, Step.SET_UP),
    NO_MODPROBE(host -> host.programs.remove("modprobe"), Fault.TOOL_MISSING, Step.SET_UP),
    FOREIGN_MODULE(
            host -> host.module = "loaded\t0.12.7\tXYZ\nparameter\tdebug\t0\n",
            Fault.MODULE_FOREIGN,
            "sudo modprobe -r v4l2loopback"),
    DKMS_MODULE(
            host -> host.module = FakeHost.SOUND.replace("/updates/v4l2loopback.ko", "/updates/dkms/v4l2loopback.ko"),
            Fault.MODULE_SHADOWED,
            "sudo apt-get remove -y v4l2loopback-dkms"),
    OLD_MODULE(host -> host.sourceVersion = Optional.of("0.15.10"), Fault.MODULE_STALE, Step.RELOAD),
    MODULE_BEFORE_INSTALL(
            host -> host.module = FakeHost.SOUND.replace("srcversion\tABC", "srcversion\tDEF"),
            Fault.MODULE_STALE,
            Step.RELOAD),
    NO_RULE(host -> host.remove("/etc/udev/rules.d/99-v4l2loopback.rules"), Fault.RULE_MISSING, Step.INSTALL),
    NODE_OF_ROOT(
            host -> host.owners.put(Path.of("/dev/video10"), new Owner(0, 0, 0600)),
            Fault.NODE_CLOSED,
            "sudo chgrp video /dev/video10 && sudo chmod 660 /dev/video10"),
    CONTROL_NODE_OF_ROOT(
            host -> {
                host.module = FakeHost.SOUND.replace("control_gid\t-1", "control_gid\t1000");
                host.owners.put(Path.of("/dev/v4l2loopback"), new Owner(0, 0, 0600));
            },
            Fault.CONTROL_CLOSED,
            "sudo chmod 666 /dev/v4l2loopback"),
    NOT_IN_GROUP(
            host -> {
                host.owners.remove(Path.of("/dev/v4l2loopback"));
                host.write("/proc/self/status", status("1000"));
                host.write("/etc/group", "video:x:44:\nann:x:1000:\n");
            },
            Fault.USER_OUTSIDE_GROUP,
            "sudo usermod -aG video ann"),
    LOGIN_BEFORE_GROUP(
            host -> {
                host.owners.remove(Path.of("/dev/v4l2loopback"));
                host.write("/proc/self/status", status("1000"));
            },
            Fault.LOGIN_TOO_OLD,
            "newgrp video"),
    STOPPED_HOLDER(
            host -> {
                host.module = FakeHost.SOUND + "holder\t7\tlrwx------\t/dev/video10\tffmpeg\n";
                host.write("/proc/7/stat", "7 (ff mpeg) T 1 7 7 0\n");
            },
            Fault.HOLDER_STOPPED,
            "kill -CONT 7"),
    JOINED_NODE(
            host -> host.module = FakeHost.SOUND.replace("exclusive_caps=1", "exclusive_caps=0"),
            Fault.FORM_JOINED,
            Step.LOAD_CAMERA),
    NO_QEMU(inVm(host -> host.programs.remove("qemu-system-x86_64")), Fault.QEMU_MISSING, Step.SET_UP),
    NO_BUSYBOX(inVm(host -> host.remove("/bin/busybox")), Fault.TOOL_MISSING, Step.SET_UP),
    NO_GUEST_KERNEL(inVm(host -> host.guestKernel = false), Fault.GUEST_KERNEL_MISSING, Step.SET_UP),
    KVM_OF_OTHERS(
            inVm(host -> {
                host.write("/proc/self/status", status("44 1000"));
                host.write("/etc/group", "video:x:44:ann\nkvm:x:108:\n");
            }),
            Fault.KVM_FORBIDDEN,
            "sudo usermod -aG kvm ann"),
    KVM_OF_ROOT(
            inVm(host -> host.owners.put(Path.of("/dev/kvm"), new Owner(0, 0, 0600))),
            Fault.KVM_FORBIDDEN,
            "sudo chmod 666 /dev/kvm"),
    ROOTS_CACHE(
            host -> host.owners.put(Path.of(FakeHost.CACHE), new Owner(0, 0, 0755)),
            Fault.CACHE_FOREIGN,
            "sudo chown -R ann " + FakeHost.CACHE),
    ROOTS_BUILD(
            host -> host.owners.put(Path.of(FakeHost.BUILD), new Owner(0, 0, 0755)),
            Fault.DIRECTORY_FOREIGN,
            "sudo chown -R ann " + FakeHost.BUILD),
    DISK_FULL(host -> host.room = 500L << 20, Fault.DISK_LOW, "export XDG_CACHE_HOME=…"),
    TMP_CLOSED(
            host -> host.owners.put(Path.of("/tmp"), new Owner(0, 0, 0755)),
            Fault.TEMPORARY_CLOSED,
            "sudo chmod 1777 /tmp"),
    HOME_NOEXEC(
            host -> host.write("/proc/self/mounts", "/dev/vda / ext4 rw 0 0\n/dev/vdb /home ext4 rw,noexec 0 0\n"),
            Fault.CACHE_NOT_EXECUTABLE,
            "sudo mount -o remount,exec /home"),
    TMP_NOEXEC(
            host -> {
                host.write("/proc/self/mounts", "/dev/vda / ext4 rw 0 0\ntmpfs /tmp tmpfs rw,noexec 0 0\n");
                host.java = new JavaFacts(17, "UTF-8", List.of(), Path.of("/tmp"), Path.of("/tmp"));
            },
            Fault.NATIVES_NOT_EXECUTABLE,
            "export JAVA_TOOL_OPTIONS=-Djna.tmpdir=" + FakeHost.CACHE),
    KEEPER_KILLED(
            host -> host.write(
                    FakeHost.BUILD + "/vcam/cameras/process.json",
                    "{\"pid\":1,\"startTicks\":1,\"bootId\":\"another boot\"}"),
            Fault.CAMERAS_LEFT,
            Step.STOP_CAMERAS),
    OLD_JAVA(
            host -> host.java = new JavaFacts(11, "UTF-8", List.of(), Path.of("/tmp"), Path.of("/home")),
            Fault.JAVA_OLD,
            "sudo apt-get install -y openjdk-17-jdk-headless"),
    DENIED_NATIVES(
            host -> host.java = new JavaFacts(
                    25, "UTF-8", List.of("--illegal-native-access=deny"), Path.of("/tmp"), Path.of("/home")),
            Fault.NATIVE_ACCESS_DENIED,
            "export JDK_JAVA_OPTIONS=--enable-native-access=ALL-UNNAMED"),
    POSIX_LOCALE(
            host -> host.java = new JavaFacts(17, "ANSI_X3.4-1968", List.of(), Path.of("/tmp"), Path.of("/home")),
            Fault.LOCALE_NOT_UTF8,
            "export LC_ALL=C.UTF-8");

    final Consumer<FakeHost> seed;
    final Fault fault;
    final Object cure;

    Seed(Consumer<FakeHost> seed, Fault fault, Object cure) {
        this.seed = seed;
        this.fault = fault;
        this.cure = cure;
    }

    private static Consumer<FakeHost> inVm(Consumer<FakeHost> seed) {
        return host -> {
            host.onHost = false;
            host.module = "";
            seed.accept(host);
        };
    }

    private static String status(String groups) {
        return "Uid:\t1000\t1000\nGid:\t1000\t1000\nGroups:\t" + groups + "\nCapBnd:\t000001ffffffffff\n";
    }
}
