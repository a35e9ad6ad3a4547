// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.file.Digest;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The guest's first file system: busybox, the modules that it takes to see the host's files, scripts and the agent.
 *
 * @param kernel the kernel whose modules it carries
 * @param configuration shell variables for the scripts
 * @param saved files of the host that a guest to be saved takes into its memory; none for one that is not
 * @param host unpacks modules that are compressed
 */
record Initramfs(GuestKernel kernel, Map<String, String> configuration, List<Path> saved, CommandExecutor host) {
    private static final List<String> MODULES =
            List.of("virtio_pci", "9pnet_virtio", "9p", "overlay", "virtio-rng", "virtio_console");

    /** A device of the kernel's own, on which a guest that is to be saved rehearses: one node that captures, one for output. */
    private static final String REHEARSAL = "vivid";

    private static final String REHEARSAL_NODES = " n_devs=1 node_types=0x101";
    private static final String INIT = "init.sh";
    private static final List<String> SCRIPTS = List.of("files.sh", "resume.sh", "guest.sh");
    private static final List<Path> BUSYBOX = List.of(Path.of("/bin/busybox"), Path.of("/usr/bin/busybox"));

    void write(Path file) throws IOException {
        try (CpioArchive archive = new CpioArchive(Files.newOutputStream(file))) {
            archive.directory("bin");
            archive.directory("dev");
            archive.directory("modules");
            archive.program("bin/busybox", Files.readAllBytes(busybox()));
            archive.program("init", script(INIT));
            for (String script : SCRIPTS) {
                archive.file(script, script(script));
            }
            archive.file("agent.jar", AgentJar.bytes());
            archive.file("vcam.conf", shellVariables().getBytes(StandardCharsets.UTF_8));
            archive.file("save.list", lines(saved));
            StringBuilder list = new StringBuilder();
            for (Path module : modules()) {
                String name = ModuleClosure.name(module.toString());
                archive.file("modules/" + name + ".ko", uncompressed(module));
                list.append(name)
                        .append(".ko")
                        .append(name.equals(REHEARSAL) ? REHEARSAL_NODES : "")
                        .append('\n');
            }
            archive.file("modules.list", list.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** All that it is made of but the configuration and the saved files, for who asks whether it would be the same again. */
    String digest() throws IOException {
        Digest digest = new Digest().add(script(INIT)).add(AgentJar.bytes());
        for (String script : SCRIPTS) {
            digest.add(script(script));
        }
        List<Path> files = new ArrayList<>(modules());
        files.add(busybox());
        for (Path file : files) {
            digest.add(FileStamp.of(file).getBytes(StandardCharsets.UTF_8));
        }
        return digest.hex();
    }

    private List<Path> modules() throws IOException {
        List<String> names = new ArrayList<>(MODULES);
        if (configuration.containsKey("save")) {
            names.add(REHEARSAL);
        }
        return new ModuleClosure(kernel.modulesDirectory()).filesOf(names);
    }

    private static byte[] script(String name) {
        return new Resource(Initramfs.class, name).bytes();
    }

    /** For each file two lines: its path, and the path of what it is where that is a link. */
    private static byte[] lines(List<Path> files) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path file : files) {
            lines.append(file).append('\n').append(file.toRealPath()).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
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
