// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.runtime.process.CommandExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the directory
class KernelElfTest {
    private static final int XEN_ENTRY = 18;
    private static final byte[] XZ = HexFormat.of().parseHex("fd377a585a00");

    @TempDir
    private Path directory;

    private GuestKernel kernel = new GuestKernel("6.1.0", Path.of("/"));
    private int runs;

    @BeforeEach
    void image() throws IOException {
        kernel = new GuestKernel("6.1.0", directory.resolve("root"));
        Files.createDirectories(kernel.image().getParent());
        Files.write(kernel.image(), image(XZ));
    }

    /** As the boot protocol has it: two sectors of set-up, then code, then what is packed. */
    private static byte[] image(byte[] magic) {
        ByteBuffer image = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        image.put(0x1f1, (byte) 1);
        image.putInt(0x202, 0x53726448);
        image.putInt(0x248, 256);
        image.putInt(0x24c, 64);
        image.position(2 * 512 + 256);
        image.put(magic);
        return image.array();
    }

    private static byte[] elf(int note) {
        ByteBuffer elf = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(HexFormat.of().parseHex("7f454c46"));
        elf.putLong(0x20, 0x40);
        elf.putShort(0x36, (short) 0x38);
        elf.putShort(0x38, (short) 2);
        elf.putInt(0x40, 1); // code comes first
        int segment = 0x40 + 0x38;
        elf.putInt(segment, 4);
        elf.putLong(segment + 8, 0x200);
        elf.putLong(segment + 0x20, 40);
        elf.position(0x200);
        elf.putInt(4)
                .putInt(4)
                .putInt(3)
                .put("GNU\0".getBytes(StandardCharsets.US_ASCII))
                .putInt(7);
        elf.putInt(4).putInt(8).putInt(note).put("Xen\0".getBytes(StandardCharsets.US_ASCII));
        return elf.array();
    }

    private CommandExecutor xz(int status, byte[] unpacked) {
        return (command, streams) -> {
            runs++;
            assertThat(command.argv()).containsExactly("xz", "-dc", "--single-stream");
            try {
                assertThat(streams.stdin().readAllBytes()).startsWith(XZ).hasSize(64);
                streams.stdout().write(unpacked);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return status;
        };
    }

    private Path cache() {
        return directory.resolve("vmlinux");
    }

    private List<Path> kept() throws IOException {
        Files.createDirectories(cache());
        try (Stream<Path> files = Files.list(cache())) {
            return files.toList();
        }
    }

    @Test
    void imageIsPacked_itIsUnpackedOnce() throws IOException {
        byte[] elf = elf(XEN_ENTRY);
        assertThat(KernelElf.of(kernel, cache(), xz(0, elf)))
                .hasValueSatisfying(file -> assertThat(file).hasBinaryContent(elf));
        assertThat(KernelElf.of(kernel, cache(), xz(0, elf))).isPresent();
        assertThat(runs).isEqualTo(1);
        assertThat(kept()).hasSize(1);
    }

    @Test
    void anotherImageOfTheRelease_takesItsPlace() throws IOException {
        KernelElf.of(kernel, cache(), xz(0, elf(XEN_ENTRY)));
        byte[] longer = new byte[5000];
        System.arraycopy(image(XZ), 0, longer, 0, 4096);
        Files.write(kernel.image(), longer);
        assertThat(KernelElf.of(kernel, cache(), xz(0, elf(XEN_ENTRY)))).isPresent();
        assertThat(runs).isEqualTo(2);
        assertThat(kept()).hasSize(1);
    }

    @Test
    void itCannotBeStartedSo_theImageItselfIsUsed() throws IOException {
        assertThat(KernelElf.of(kernel, cache(), xz(0, elf(17)))).isEmpty();
        assertThat(KernelElf.of(kernel, cache(), xz(0, new byte[1000]))).isEmpty();
        assertThat(KernelElf.of(kernel, cache(), xz(0, new byte[0]))).isEmpty();
        assertThat(KernelElf.of(kernel, cache(), xz(1, elf(XEN_ENTRY)))).isEmpty();
        assertThat(kept()).isEmpty();
    }

    @Test
    void imageIsOfAnotherKind_nothingIsRun() throws IOException {
        for (byte[] image : new byte[][] {image(new byte[] {0x1f, (byte) 0x8b}), new byte[4096], new byte[3]}) {
            Files.write(kernel.image(), image);
            assertThat(KernelElf.of(kernel, cache(), xz(0, elf(XEN_ENTRY)))).isEmpty();
        }
        assertThat(runs).isZero();
    }
}
