// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.doctor;

import io.github.vcam.runtime.kernel.KernelTree;
import io.github.vcam.runtime.kernel.ModuleControl;
import io.github.vcam.runtime.place.FakeMachine;
import io.github.vcam.runtime.place.MachineFacts;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.setup.Requirements;
import io.github.vcam.runtime.vm.MachineType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A machine in a directory: Debian 12, a user ann in the groups video and kvm, and all that cameras need in its own kernel and in
 * a micro-VM. A test takes something away. What mends it works on the same files.
 */
final class FakeHost {
    static final String RELEASE = "6.1.0-9-amd64";
    static final String MODULE = "/lib/modules/" + RELEASE + "/updates/v4l2loopback.ko";
    static final String CACHE = "/home/ann/.cache/vcam";
    static final String BUILD = "/home/ann/project/target";
    static final String SOUND = "loaded\t0.15.4-vcam\tABC\nparameter\tallowed_gid\t-1\nparameter\tcontrol_gid\t-1\n"
            + "loaded-with\tABC devices=1 exclusive_caps=1 video_nr=10\ninstalled-filename\t" + MODULE
            + "\ninstalled-srcversion\tABC\nnode\t10\tyes\tFront\n";

    private static final int ANN = 1000;
    private static final int VIDEO = 44;
    private static final int KVM = 108;

    final Path root;
    boolean onHost = true;
    final Set<String> programs = new HashSet<>(Set.of("gcc", "make", "modprobe", "depmod", "qemu-system-x86_64", "xz"));
    final Set<String> offered = new HashSet<>(Set.of("linux-headers-" + RELEASE));
    final Map<Path, Owner> owners = new HashMap<>();
    String module = SOUND;
    Optional<String> sourceVersion = Optional.of("0.15.4");
    JavaFacts java = new JavaFacts(17, "UTF-8", List.of(), Path.of("/tmp"), Path.of("/home/ann/.cache"));
    boolean rights = true;
    boolean guestKernel = true;
    long room = 100L << 30;

    FakeHost(Path root) {
        this.root = root;
        write("/proc/modules", "");
        write("/proc/sys/kernel/osrelease", RELEASE + "\n");
        write("/proc/sys/kernel/modules_disabled", "0\n");
        write("/sys/kernel/security/lockdown", "[none] integrity confidentiality\n");
        write("/sys/module/module/parameters/sig_enforce", "N\n");
        write("/proc/self/status", """
                Uid:\t1000\t1000\t1000\t1000
                Gid:\t1000\t1000\t1000\t1000
                Groups:\t44 108 1000
                CapEff:\t0000000000000000
                CapBnd:\t000001ffffffffff
                """);
        write("/proc/self/mounts", "/dev/vda / ext4 rw 0 0\ntmpfs /tmp tmpfs rw,nosuid 0 0\n");
        write("/etc/passwd", "root:x:0:0::/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n");
        write("/etc/group", "root:x:0:\nvideo:x:44:ann\nkvm:x:108:ann\nann:x:1000:\n");
        write("/etc/udev/rules.d/99-v4l2loopback.rules", "");
        setUp();
        write(MODULE, "");
        node("/dev/video10", new Owner(0, VIDEO, 0660));
        node("/dev/v4l2loopback", new Owner(0, VIDEO, 0660));
        node("/dev/kvm", new Owner(0, KVM, 0660));
        node("/tmp", new Owner(0, 0, 0777));
        node(CACHE, new Owner(ANN, ANN, 0755));
        node(BUILD, new Owner(ANN, ANN, 0755));
    }

    /** What {@code Step.SET_UP} brings. */
    void setUp() {
        programs.addAll(Set.of("gcc", "make", "modprobe", "depmod", "qemu-system-x86_64", "xz"));
        write("/usr/include/stdlib.h", "");
        write("/usr/share/seabios/bios.bin", "");
        write("/bin/busybox", "");
        write("/lib/modules/" + RELEASE + "/build/Makefile", "");
        write(
                "/lib/modules/" + RELEASE + "/modules.dep",
                "a/videodev.ko:\na/videobuf2-common.ko:\na/videobuf2-v4l2.ko:\na/videobuf2-vmalloc.ko:\n");
        guestKernel = true;
    }

    private void node(String path, Owner owner) {
        owners.put(Path.of(path), owner);
    }

    Path at(String path) {
        return root.resolve(path.substring(1));
    }

    void write(String path, String text) {
        try {
            Files.createDirectories(at(path).getParent());
            Files.writeString(at(path), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove(String path) {
        try {
            Files.delete(at(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** chmod and what is like it, on the owners that this machine tells. */
    private final CommandExecutor here = (command, streams) -> {
        List<String> argv = command.argv();
        String last = argv.get(argv.size() - 1);
        Owner before = owners.getOrDefault(Path.of(last), new Owner(0, 0, 0));
        switch (command.program()) {
            case "chmod" ->
                node(last, new Owner(before.user(), before.group(), Integer.parseInt(argv.get(1), 8) & 0777));
            case "chgrp" -> node(last, new Owner(before.user(), VIDEO, before.mode()));
            case "chown" -> node(last, new Owner(ANN, ANN, before.mode()));
            case "usermod" -> write("/etc/group", "video:x:44:ann\nkvm:x:108:ann\nann:x:1000:\n");
            default -> throw new AssertionError(command);
        }
        return command.privileged() ? 0 : 1;
    };

    Doctor doctor() {
        return new Doctor(this::patient, here);
    }

    private Patient patient() {
        MachineFacts facts = MachineFacts.read(
                root, release -> KernelTree.lookUp(root, release).isPresent());
        Requirements requirements = new Requirements(root, programs::contains);
        FakeMachine place = new FakeMachine(command -> FakeMachine.said(isProbe(command) ? module : ""));
        return new Patient(
                root,
                onHost,
                facts,
                onHost ? requirements.ofHost(RELEASE) : requirements.ofVm(MachineType.X86_64),
                new ModuleControl(place).state(),
                sourceVersion,
                new Patient.Paths(Path.of(CACHE), Path.of(CACHE + "/vm"), Path.of(BUILD)),
                java,
                new Patient.Means(
                        offered::contains,
                        () -> rights,
                        () -> guestKernel,
                        path -> room,
                        path -> Optional.ofNullable(owners.get(Path.of("/" + root.relativize(path))))));
    }

    private static boolean isProbe(Command command) {
        return command.argv().contains("probe.sh");
    }
}
