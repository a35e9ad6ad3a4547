// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandStreams;
import io.github.vcam.runtime.resource.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The guest's first file system: busybox, the modules that it takes to see the host's files, two scripts and the agent.
 *
 * @param kernel the kernel whose modules it carries
 * @param configuration shell variables for the scripts
 * @param host unpacks modules that are compressed
 */
record Initramfs(GuestKernel kernel, Map<String, String> configuration, CommandExecutor host) {
    private static final List<String> MODULES =
            List.of("virtio_pci", "9pnet_virtio", "9p", "overlay", "virtio-rng", "virtio_console");
    private static final List<Path> BUSYBOX = List.of(Path.of("/bin/busybox"), Path.of("/usr/bin/busybox"));

    void write(Path file) throws IOException {
        try (CpioArchive archive = new CpioArchive(Files.newOutputStream(file))) {
            archive.directory("bin");
            archive.directory("dev");
            archive.directory("modules");
            archive.program("bin/busybox", Files.readAllBytes(busybox()));
            archive.program("init", new Resource(Initramfs.class, "init.sh").bytes());
            archive.file("guest.sh", new Resource(Initramfs.class, "guest.sh").bytes());
            archive.file("agent.jar", AgentJar.bytes());
            archive.file("vcam.conf", shellVariables().getBytes(StandardCharsets.UTF_8));
            StringBuilder list = new StringBuilder();
            for (Path module : new ModuleClosure(kernel.modulesDirectory()).filesOf(MODULES)) {
                String name = ModuleClosure.name(module.toString()) + ".ko";
                archive.file("modules/" + name, uncompressed(module));
                list.append(name).append('\n');
            }
            archive.file("modules.list", list.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private String shellVariables() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(configuration)
                .forEach((name, value) -> text.append(name)
                        .append("='")
                        .append(value.replace("'", "'\\''"))
                        .append("'\n"));
        return text.toString();
    }

    private byte[] uncompressed(Path module) throws IOException {
        String name = module.toString();
        if (name.endsWith(".xz")) {
            return outputOf(Command.of("xz", "-dc", name));
        }
        if (name.endsWith(".zst")) {
            return outputOf(Command.of("zstd", "-dcq", name));
        }
        return Files.readAllBytes(module);
    }

    private byte[] outputOf(Command command) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int status = host.execute(command, CommandStreams.outputTo(bytes, OutputStream.nullOutputStream()));
        if (status != 0) {
            throw new IOException("`" + command + "` ended with status " + status);
        }
        return bytes.toByteArray();
    }

    private static Path busybox() {
        return BUSYBOX.stream()
                .filter(Files::isReadable)
                .findFirst()
                .orElseThrow(() -> new VcamException(
                        RuntimeError.PROGRAM_MISSING,
                        "making the guest's first file system: there is no /bin/busybox here"));
    }
}
