// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.VcamException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the directory
class ModuleSourceTest {
    @TempDir
    private Path directory;

    private Path source() throws IOException {
        Path code = Files.createDirectories(directory.resolve("kmod/src/main/c"));
        Files.writeString(code.resolve("Kbuild"), "obj-m := x.o\n");
        Files.writeString(directory.resolve("kmod").resolve(ModuleSource.RULES), "KERNEL\n");
        return directory.resolve("kmod");
    }

    private Path jar() throws IOException {
        Path jar = directory.resolve("v4l2loopback-kmod.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : new String[] {"other/x", "v4l2loopback/src/main/c/Kbuild", "v4l2loopback/a.rules"}) {
                out.putNextEntry(new ZipEntry(name));
                out.write(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
        return jar;
    }

    @Test
    void suppliedWithVcam_isThere() {
        ModuleSource source = ModuleSource.supplied(directory.resolve("unpacked"));
        assertThat(source.code().resolve("loopback-main.c")).exists();
        assertThat(source.rules()).isPresent();
    }

    @Test
    void inADirectory_isUsedWhereItLies() throws IOException {
        Path source = source();
        ModuleSource found =
                ModuleSource.of(source.resolve("src/main/c/Kbuild").toUri().toURL(), directory.resolve("unused"));
        assertThat(found.directory()).isEqualTo(source);
        assertThat(found.rules()).isPresent();
        assertThat(directory.resolve("unused")).doesNotExist();
    }

    @Test
    void inAJar_isUnpackedInPlaceOfWhatWasThere() throws IOException {
        Path unpacked = Files.createDirectories(directory.resolve("unpacked"));
        Files.writeString(unpacked.resolve("old.c"), "");
        ModuleSource found = ModuleSource.of(
                URI.create("jar:" + jar().toUri() + "!/v4l2loopback/src/main/c/Kbuild")
                        .toURL(),
                unpacked);
        assertThat(found.code().resolve("Kbuild")).hasContent("v4l2loopback/src/main/c/Kbuild");
        assertThat(unpacked.resolve("a.rules")).exists();
        assertThat(unpacked.resolve("old.c")).doesNotExist();
        assertThat(unpacked.resolve("x")).doesNotExist();
    }

    @Test
    void nowhere_thatIsSaid() {
        assertThatThrownBy(() -> ModuleSource.in(directory))
                .isInstanceOf(VcamException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageEndingWith("[VCAM-411]");
        assertThatThrownBy(() -> ModuleSource.of(null, directory)).hasMessageEndingWith("[VCAM-411]");
    }
}
