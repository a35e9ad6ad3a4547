// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.process.CommandExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleBuildTest {
    @TempDir
    Path directory;

    private final List<List<String>> made = new ArrayList<>();
    private ModuleSource source = new ModuleSource(Path.of(""));
    private KernelTree tree = new KernelTree("", Path.of(""));

    @BeforeEach
    void sourceAndTree() throws IOException {
        Path code = Files.createDirectories(directory.resolve("kmod/src/main/c"));
        Files.writeString(code.resolve("Kbuild"), "obj-m += v4l2loopback.o\n");
        Files.writeString(code.resolve("a.c"), "int a;\n");
        Files.writeString(code.resolve("v4l2loopback.mod.c"), "left over\n");
        Files.writeString(directory.resolve("kmod/99-v4l2loopback.rules"), "");
        source = new ModuleSource(directory.resolve("kmod"));
        Path headers = Files.createDirectories(directory.resolve("lib/modules/6.1.0/build"));
        Files.writeString(headers.resolve("Makefile"), "");
        Files.writeString(headers.resolve(".config"), "CONFIG_CC_VERSION_TEXT=\"gcc (Debian 12.2.0-14) 12.2.0\"\n");
        tree = KernelTree.lookUp(directory, "6.1.0").orElseThrow();
    }

    private ModuleBuild build(int status, String said) {
        CommandExecutor make = (command, streams) -> {
            made.add(command.argv());
            try {
                streams.stderr().write(said.getBytes(StandardCharsets.UTF_8));
                Files.writeString(directory.resolve("out/6.1.0/v4l2loopback.ko"), "module");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return status;
        };
        return new ModuleBuild(make, directory.resolve("out"), program -> true);
    }

    @Test
    void firstBuild_copiesTheSourcesAndRunsMakeAgainstTheTree() {
        Path module = build(0, "").build(source, tree);
        assertThat(module).isEqualTo(directory.resolve("out/6.1.0/v4l2loopback.ko"));
        assertThat(module.resolveSibling("a.c")).hasContent("int a;\n");
        assertThat(module.resolveSibling("v4l2loopback.mod.c")).doesNotExist();
        assertThat(made.get(0))
                .startsWith("make", "-C", tree.path().toString(), "M=" + directory.resolve("out/6.1.0"))
                .endsWith("modules");
        assertThat(made).hasSize(2).last().isEqualTo(List.of("strip", "--strip-debug", module.toString()));
    }

    @Test
    void thereIsNoStrip_theModuleStaysAsItIs() {
        new ModuleBuild(
                        (command, streams) -> {
                            made.add(command.argv());
                            return 0;
                        },
                        directory.resolve("out"),
                        program -> !program.equals("strip"))
                .build(source, tree);
        assertThat(made).hasSize(1);
    }

    @Test
    void nothingChanged_makeDoesNotRunAgain() throws IOException {
        ModuleBuild build = build(0, "");
        build.build(source, tree);
        int commands = made.size();
        build.build(source, tree);
        assertThat(made).hasSize(commands);
        Files.writeString(source.code().resolve("a.c"), "int b;\n");
        build.build(source, tree);
        assertThat(made).hasSize(2 * commands);
    }

    @Test
    void sourceIsGone_itsCopyGoesToo() throws IOException {
        build(0, "").build(source, tree);
        Files.delete(source.code().resolve("a.c"));
        assertThat(build(0, "").build(source, tree).resolveSibling("a.c")).doesNotExist();
    }

    @Test
    void compilerComplains_itsOwnLinesAreShown() {
        String said = "make: Entering directory\n/x/a.c:1:5: error: expected ';'\nmake[1]: *** [a.o] Error 1\n";
        assertThatThrownBy(() -> build(2, said).build(source, tree))
                .isInstanceOf(VcamException.class)
                .hasMessageContaining("a.c:1:5: error: expected ';'")
                .hasMessageNotContaining("Entering")
                .hasMessageEndingWith("[VCAM-403]");
        assertThat(made).hasSize(1);
    }

    @Test
    void diskIsFull_thatIsWhatIsSaid() {
        assertThatThrownBy(
                        () -> build(2, "fatal error: No space left on device\n").build(source, tree))
                .isInstanceOf(VcamException.class)
                .hasMessageEndingWith("[VCAM-410]");
    }

    @Test
    void stampCannotBeWrittenForWantOfRoom_thatIsWhatIsSaid() throws IOException {
        Path stamp = Files.createDirectories(directory.resolve("out/6.1.0")).resolve("stamp");
        CommandExecutor make = (command, streams) -> {
            try {
                Files.createSymbolicLink(stamp, Path.of("/dev/full"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return 0;
        };
        ModuleBuild build = new ModuleBuild(make, directory.resolve("out"), program -> !program.equals("strip"));
        assertThatThrownBy(() -> build.build(source, tree))
                .isInstanceOf(VcamException.class)
                .hasMessageEndingWith("[VCAM-410]");
    }

    @Test
    void treeIsMissing_thePackageIsNamed() {
        assertThat(KernelTree.lookUp(directory, "9.9.9")).isEmpty();
        assertThatThrownBy(() -> KernelTree.find("9.9.9-no-such"))
                .isInstanceOf(VcamException.class)
                .hasMessageContaining("linux-headers-9.9.9-no-such")
                .hasMessageEndingWith("[VCAM-401]");
    }

    @Test
    void compilerOfTheTree_isReadFromItsConfiguration() {
        assertThat(tree.compiler()).contains("gcc");
    }

    @Test
    void ubuntusKernel_isBuiltByItsOwnCompiler() throws IOException {
        Files.writeString(
                tree.path().resolve(".config"),
                "CONFIG_CC_VERSION_TEXT=\"x86_64-linux-gnu-gcc-13 (Ubuntu 13.2.0-23ubuntu4) 13.2.0\"\n");
        build(0, "").build(source, tree);
        assertThat(made.get(0)).contains("CC=gcc-13");
    }

    @Test
    void ubuntusCompilerIsMissing_anyGccIsTried() throws IOException {
        Files.writeString(
                tree.path().resolve(".config"), "CONFIG_CC_VERSION_TEXT=\"x86_64-linux-gnu-gcc-13 (Ubuntu) 13.2.0\"\n");
        new ModuleBuild(
                        (command, streams) -> {
                            made.add(command.argv());
                            return 0;
                        },
                        directory.resolve("out"),
                        program -> program.matches("make|gcc"))
                .build(source, tree);
        assertThat(made.get(0)).contains("CC=gcc");
    }
}
