// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestKernelTest {
    @TempDir
    Path cache;

    private GuestKernel unpacked(String release) throws IOException {
        GuestKernel kernel = new GuestKernel(release, cache.resolve("kernels").resolve(release));
        for (Path file : List.of(
                kernel.image(),
                kernel.modulesDirectory().resolve("modules.dep"),
                kernel.root().resolve("usr/src/linux-headers-" + release).resolve("Makefile"))) {
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
        return kernel;
    }

    @Test
    void releasesAreCompared_numbersCountByValue() {
        List<String> ordered = List.of(
                "5.10.0-9-amd64", "6.1.0-9-amd64", "6.1.0-10-amd64", "6.1.0-40-amd64", "6.12.9+deb13-amd64", "7.0.1");

        assertThat(Stream.of(5, 2, 0, 4, 1, 3).map(ordered::get).sorted(GuestKernel::compareReleases))
                .isEqualTo(ordered);
        assertThat(GuestKernel.compareReleases("6.1.0-9-amd64", "6.1.0-9-cloud-amd64"))
                .isZero();
        assertThat(GuestKernel.compareReleases("6.1", "6.1.1")).isNegative();
    }

    @Test
    void severalAreInTheCache_theNewestCompleteOneIsFound() throws IOException {
        unpacked("6.1.0-9-amd64");
        GuestKernel newest = unpacked("6.1.0-10-amd64");
        Files.delete(unpacked("6.1.0-11-amd64").image());

        assertThat(GuestKernel.find(cache)).contains(newest);
        assertThat(GuestKernel.find(cache, "6.1.0-9-amd64"))
                .get()
                .extracting(GuestKernel::release)
                .isEqualTo("6.1.0-9-amd64");
        assertThat(GuestKernel.find(cache, "6.1.0-11-amd64")).isEmpty();
    }
}
