// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.place;

import io.github.vcam.feed.Inputs;
import io.github.vcam.runtime.file.DirectoryTree;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.vm.GuestKernel;
import io.github.vcam.runtime.vm.InstalledFiles;
import io.github.vcam.runtime.vm.MicroVm;
import io.github.vcam.runtime.vm.StandbyProgram;
import io.github.vcam.runtime.vm.VmSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The micro-VM: a kernel of its own that sees this machine's files under the same paths, most of them. */
public final class GuestMachine implements Machine {
    private static final Logger LOG = LoggerFactory.getLogger(GuestMachine.class);
    private static final List<String> ITS_OWN = List.of("/tmp", "/run", "/var/run", "/dev", "/proc", "/sys");

    private static final List<String> SHELL = List.of("/run/vcam/busybox", "sh");

    private static final String TAKE_INDEX = "to=$1; shift; cp \"$@\" \"$to\"";

    private final MicroVm vm;
    private final CommandExecutor here;
    private final boolean passing;
    private final Deque<Path> handedOver = new ArrayDeque<>();

    private GuestMachine(MicroVm vm, CommandExecutor here, boolean passing) {
        this.vm = vm;
        this.here = here;
        this.passing = passing;
    }

    public static GuestMachine of(VmSettings settings, CommandExecutor here) {
        return new GuestMachine(new MicroVm(settings, here, LOG::info), here, false);
    }

    /** The machine itself, for the goal that starts and stops it. */
    public MicroVm vm() {
        return vm;
    }

    @Override
    public String description() {
        VmSettings settings = vm.settings();
        return "the micro-VM"
                + GuestKernel.find(settings.cache())
                        .map(kernel -> ", kernel " + settings.kernel().release().orElse(kernel.release()))
                        .orElse("");
    }

    @Override
    public String kernelRelease() {
        return vm.kernel().release();
    }

    @Override
    public Optional<Path> kernelTree() {
        return Optional.of(vm.kernel().headersDirectory());
    }

    @Override
    public boolean running() {
        return vm.isRunning();
    }

    @Override
    public CommandExecutor executor() {
        return vm;
    }

    /** Its own: the host's takes ten times as long to start, for an emulated processor binds its libraries. */
    @Override
    public List<String> shell() {
        return SHELL;
    }

    @Override
    public String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    @Override
    public boolean hasNetwork() {
        return false;
    }

    @Override
    public boolean mayHoldFiles() {
        return running() || vm.installed().filter(files -> !files.isEmpty()).isPresent();
    }

    @Override
    public boolean install(byte[] content, String path) {
        boolean changed = Machine.super.install(content, path);
        return keep(content, path) || changed;
    }

    @Override
    public boolean uninstall(List<String> paths) {
        boolean kept = forget();
        return (running() && Machine.super.uninstall(paths)) || kept;
    }

    /** Nothing is started to take an index away that is nowhere else. */
    @Override
    public void indexModules(Optional<Path> added) {
        if (added.isEmpty() && !running()) {
            return;
        }
        GuestKernel kernel = vm.kernel();
        String there = "/lib/modules/" + kernel.release();
        try {
            List<Path> index =
                    new ModuleIndex(here).make(handOver(), kernel.release(), kernel.modulesDirectory(), added);
            List<String> copying = new ArrayList<>(List.of("sh", "-c", TAKE_INDEX, "index", there));
            for (Path file : index) {
                copying.add(file.toString());
                if (added.isPresent()) {
                    keep(Files.readAllBytes(file), there + "/" + file.getFileName());
                }
            }
            vm.call(Command.of(copying));
        } catch (IOException e) {
            throw new UncheckedIOException("making the micro-VM's index of modules", e);
        }
    }

    private boolean keep(byte[] content, String path) {
        InstalledFiles files = vm.installed().orElseThrow();
        try {
            return files.keep(content, path);
        } catch (IOException e) {
            throw new UncheckedIOException("keeping " + path + " for the micro-VM's next start", e);
        }
    }

    private boolean forget() {
        Optional<InstalledFiles> files = vm.installed();
        try {
            return files.isPresent() && files.get().clear();
        } catch (IOException e) {
            throw new UncheckedIOException("removing what is kept for the micro-VM's next start", e);
        }
    }

    @Override
    public boolean expect(StandbyProgram program) {
        if (vm.settings().hardware().countsInstructions()) {
            return false; // its own would be counted, too
        }
        vm.expect(program);
        return true;
    }

    @Override
    public String visible(Path file) {
        Path share = vm.settings().share();
        if (ITS_OWN.stream().noneMatch(file::startsWith) || file.startsWith(share)) {
            return file.toString();
        }
        try {
            Path given = handOver();
            Path copy = given.resolve(file.getFileName());
            Path into = Files.isDirectory(file) ? Files.createDirectory(copy) : given;
            for (Path member : Inputs.filesOf(file)) {
                Files.copy(member, into.resolve(member.getFileName()));
            }
            return copy.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("handing " + file + " over to the micro-VM", e);
        }
    }

    /** A directory that both see, for as long as this target is used. */
    private Path handOver() throws IOException {
        Path directory =
                Files.createTempDirectory(Files.createDirectories(vm.settings().share()), "handed-over");
        handedOver.push(directory);
        return directory;
    }

    /** Another guest, so that the camera in this one goes on; it ends when it is closed. */
    @Override
    public Optional<Machine> bench(boolean countsInstructions) {
        return Optional.of(
                new GuestMachine(new MicroVm(vm.settings().forBench(countsInstructions), here, LOG::info), here, true));
    }

    @Override
    public void close() {
        if (passing) {
            vm.stop();
        }
        for (Path directory : handedOver) {
            try {
                DirectoryTree.delete(directory);
            } catch (IOException e) {
                LOG.warn("a copy for the micro-VM stays behind: {}", e.getMessage());
            }
        }
        handedOver.clear();
    }
}
