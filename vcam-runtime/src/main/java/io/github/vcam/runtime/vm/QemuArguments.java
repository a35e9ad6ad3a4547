// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * QEMU's command line for a guest of ours.
 *
 * @param beginning what it starts from
 * @param kvm whether the processor itself runs the guest
 */
record QemuArguments(VmSettings settings, Beginning beginning, RuntimeDirectory runtime, boolean kvm) {
    /** What a guest starts from. */
    sealed interface Beginning {}

    /** A kernel boots; {@code image} is the kernel's. */
    record Boot(Path image) implements Beginning {}

    /** The same, for a guest that is to be saved: its memory is the file. */
    record BootToSave(Path image, Path memory) implements Beginning {}

    /** One that was saved goes on: QEMU waits for its state; the file of its memory is read, never written. */
    record Saved(Path memory) implements Beginning {}

    /** On a busy machine an emulated processor may stand still for longer than the usual 20 s without any fault. */
    private static final String PATIENT_WATCHDOG = "watchdog_thresh=60";

    private static final String TRANSLATION_CACHE_MIB = "512";

    List<String> argv() {
        VmFiles files = VmFiles.in(settings.state());
        List<String> argv = new ArrayList<>();
        argv.add(settings.hardware().type().program());
        argv.addAll(machine());
        argv.addAll(List.of("-daemonize", "-pidfile", files.pid().toString()));
        argv.addAll(List.of("-serial", "file:" + files.console()));
        argv.addAll(List.of("-qmp", "unix:" + escaped(runtime.monitor()) + ",server=on,wait=off"));
        argv.addAll(kernel(files));
        argv.addAll(List.of("-object", "rng-random,filename=/dev/urandom,id=rng"));
        argv.addAll(List.of("-device", "virtio-rng-pci,rng=rng"));
        argv.addAll(List.of("-fsdev", "local,id=root,path=/,security_model=none,readonly=on,multidevs=remap"));
        argv.addAll(List.of("-device", "virtio-9p-pci,fsdev=root,mount_tag=root"));
        argv.addAll(List.of("-fsdev", "local,id=share,path=" + escaped(settings.share()) + ",security_model=none"));
        argv.addAll(List.of("-device", "virtio-9p-pci,fsdev=share,mount_tag=share"));
        argv.addAll(List.of("-device", "virtio-serial-pci,max_ports=" + (RuntimeDirectory.PORTS + 1)));
        for (int port = 0; port < RuntimeDirectory.PORTS; port++) {
            argv.addAll(List.of(
                    "-chardev",
                    "socket,id=c" + port + ",path=" + escaped(runtime.socket(port)) + ",server=on,wait=off"));
            argv.addAll(
                    List.of("-device", "virtserialport,chardev=c" + port + ",name=" + RuntimeDirectory.portName(port)));
        }
        return argv;
    }

    /** The machine without what is its owner's: no file, no socket, no kernel. A saved guest fits one machine alone. */
    List<String> machine() {
        List<String> argv = new ArrayList<>(settings.hardware().type().machineArguments());
        argv.addAll(processor());
        argv.addAll(memory());
        argv.add("-no-user-config");
        argv.addAll(GuestFacts.EVERY.words("bare"));
        return argv;
    }

    private List<String> memory() {
        String size = settings.hardware().memoryMiB() + "M";
        List<String> argv = new ArrayList<>(List.of("-m", size));
        if (beginning instanceof BootToSave made) {
            argv.addAll(memoryFile(size, made.memory(), "on"));
        } else if (beginning instanceof Saved saved) {
            argv.addAll(memoryFile(size, saved.memory(), "off"));
        }
        return argv;
    }

    /** The device tells the kernel that it goes on from a copy, so that no two of them draw the same random numbers. */
    private static List<String> memoryFile(String size, Path file, String shared) {
        return List.of(
                "-object",
                "memory-backend-file,id=ram,size=" + size + ",mem-path=" + escaped(file) + ",share=" + shared,
                "-machine",
                "memory-backend=ram",
                "-device",
                "vmgenid,guid=auto");
    }

    private List<String> kernel(VmFiles files) {
        if (beginning instanceof Saved) {
            return List.of("-incoming", "defer");
        }
        Path image = beginning instanceof BootToSave made ? made.image() : ((Boot) beginning).image();
        return List.of(
                "-kernel", image.toString(), "-initrd", files.initramfs().toString(), "-append", kernelArguments());
    }

    private List<String> processor() {
        String cpu = settings.hardware().type().cpu(kvm);
        if (kvm) {
            return List.of(
                    "-accel",
                    "kvm",
                    "-cpu",
                    cpu,
                    "-smp",
                    Integer.toString(settings.hardware().cpus()));
        }
        if (settings.hardware().countsInstructions()) {
            return List.of(
                    "-accel",
                    "tcg,thread=single,tb-size=" + TRANSLATION_CACHE_MIB,
                    "-icount",
                    GuestFacts.EVERY.get("icount"),
                    "-cpu",
                    cpu,
                    "-smp",
                    "1");
        }
        return List.of(
                "-accel",
                "tcg,thread=multi,tb-size=" + TRANSLATION_CACHE_MIB,
                "-cpu",
                cpu,
                "-smp",
                Integer.toString(settings.hardware().cpus()));
    }

    /** The console shows warnings and worse; a panic ends the guest at once. */
    String kernelArguments() {
        List<String> words = new ArrayList<>(List.of(
                "console=" + settings.hardware().type().console(), "loglevel=5", GuestFacts.EVERY.get("panic")));
        words.addAll(settings.hardware()
                .type()
                .clockArguments(kvm, settings.hardware().countsInstructions()));
        if (!kvm) {
            words.add(PATIENT_WATCHDOG);
            words.addAll(settings.hardware().type().quickArguments());
        }
        words.addAll(settings.kernel().arguments());
        return String.join(" ", words);
    }

    /** QEMU's option lists are parted by commas; a doubled one is meant. */
    private static String escaped(Path path) {
        return path.toString().replace(",", ",,");
    }
}
