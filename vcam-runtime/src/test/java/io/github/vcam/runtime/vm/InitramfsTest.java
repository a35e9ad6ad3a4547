// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitramfsTest {
    private static final String RELEASE = "6.1.0-1-amd64";

    @TempDir
    Path root;

    @BeforeEach
    void needsBusybox() {
        assumeTrue(Files.isReadable(Path.of("/bin/busybox")), "busybox-static is not installed");
    }

    @Test
    void archive_holdsProgramsConfigurationAndModulesInOrder() throws IOException {
        Map<String, byte[]> files = written(Map.of("share", "/it's here"));
        assertThat(files).containsKeys("bin/busybox", "init", "guest.sh", "agent.jar");
        assertThat(text(files, "vcam.conf")).isEqualTo("share='/it'\\''s here'\n");
        assertThat(text(files, "modules.list"))
                .isEqualTo("9pnet.ko\n9pnet_virtio.ko\nfscache.ko\n9p.ko\nvirtio_rng.ko\n");
        assertThat(text(files, "modules/9p.ko")).isEqualTo("9p");
    }

    @Test
    void agentJar_isAJarOfTheAgent() throws IOException {
        byte[] jar = written(Map.of()).get("agent.jar");
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        assertThat(names).contains("io/github/vcam/agent/GuestAgent.class");
    }

    private Map<String, byte[]> written(Map<String, String> configuration) throws IOException {
        Path modules = Files.createDirectories(root.resolve("lib/modules").resolve(RELEASE));
        module(modules, "9p");
        module(modules, "9pnet");
        module(modules, "9pnet_virtio");
        module(modules, "fscache");
        module(modules, "virtio-rng");
        Files.write(
                modules.resolve("modules.dep"),
                List.of(
                        "k/9p.ko: k/fscache.ko k/9pnet.ko",
                        "k/9pnet.ko:",
                        "k/fscache.ko:",
                        "k/9pnet_virtio.ko: k/9pnet.ko",
                        "k/virtio-rng.ko:"));
        Path file = root.resolve("initramfs.gz");
        new Initramfs(new GuestKernel(RELEASE, root), configuration, List.of(), (command, streams) -> 1).write(file);
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (InputStream gzip = new GZIPInputStream(Files.newInputStream(file));
                CpioArchiveInputStream cpio = new CpioArchiveInputStream(gzip)) {
            for (CpioArchiveEntry entry = cpio.getNextEntry(); entry != null; entry = cpio.getNextEntry()) {
                files.put(entry.getName(), cpio.readAllBytes());
            }
        }
        return files;
    }

    private static void module(Path modules, String name) throws IOException {
        Files.writeString(Files.createDirectories(modules.resolve("k")).resolve(name + ".ko"), name);
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }
}
