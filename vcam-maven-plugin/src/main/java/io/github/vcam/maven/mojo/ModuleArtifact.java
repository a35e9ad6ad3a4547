// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/** What the goals need of Maven's own workshop: artifacts from repositories. */
public final class ModuleArtifact {
    private static final String MODULE = "v4l2loopback-kmod";

    private final RepositorySystem repositories;

    @Inject
    public ModuleArtifact(RepositorySystem repositories) {
        this.repositories = repositories;
    }

    /** The archive of the kernel module's source that belongs to this version. */
    Path moduleArchive(MavenSession session, String version) {
        DefaultArtifact artifact = new DefaultArtifact("io.github.vcam", MODULE, "source", "zip", version);
        MavenProject project = session.getCurrentProject();
        List<RemoteRepository> remotes = project == null ? List.of() : project.getRemoteProjectRepositories();
        try {
            return repositories
                    .resolveArtifact(session.getRepositorySession(), new ArtifactRequest(artifact, remotes, ""))
                    .getArtifact()
                    .getFile()
                    .toPath();
        } catch (ArtifactResolutionException e) {
            throw new VcamException(
                    RuntimeError.MODULE_SOURCE_MISSING, "looking for the kernel module's source: " + e.getMessage(), e);
        }
    }

    /** Where the reactor would have the module's source. */
    static List<Path> siblings(MavenSession session) {
        Path root = session.getRequest().getMultiModuleProjectDirectory().toPath();
        return List.of(
                root.resolve(MODULE),
                Path.of(session.getExecutionRootDirectory()).resolve(MODULE));
    }
}
