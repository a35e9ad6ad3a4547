// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.runtime.Place;
import io.github.vcam.runtime.kernel.KernelTree;
import io.github.vcam.runtime.kernel.ModuleSource;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Builds the kernel module out of tree into <code>target/kmod/&lt;release&gt;/</code>; only what changed. */
@Mojo(name = "compile", requiresProject = false, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven sets the parameters
public final class CompileMojo extends VcamMojo {
    /**
     * For which kernels: <code>running</code>, the one where the camera lives; a release such as
     * <code>6.1.0-56-amd64</code>; or <code>all</code>: that one, and those whose headers are on this machine.
     */
    @Parameter(property = "vcam.kernel", defaultValue = "running")
    private String kernel;

    @Override
    boolean usesCameras() {
        return false;
    }

    @Override
    Work work() {
        return this::compile;
    }

    private void compile(Place place) {
        List<KernelTree> trees = switch (kernel) {
            case "running" -> List.of(place.tree());
            case "all" -> all(place.tree());
            default -> List.of(KernelTree.find(kernel));
        };
        ModuleSource source = place.source();
        trees.forEach(tree -> place.builds().build(source, tree));
    }

    /** The camera's own first: a machine may have no other, and then its failure is the answer. */
    private static List<KernelTree> all(KernelTree own) {
        return Stream.concat(
                        Stream.of(own),
                        KernelTree.all().stream().filter(tree -> !tree.release().equals(own.release())))
                .toList();
    }
}
