// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.feed.WorkerClassPath;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;

/**
 * The jars of the programs that run beside the camera. They are resolved when the first of these starts, with FFmpeg's
 * libraries for this machine alone: goals that play nothing download none of it.
 */
@Named
@Singleton
public final class WorkerArtifacts {
    private static final String LOG = "slf4j-simple";

    private final RepositorySystem repositories;
    private final Map<String, List<Path>> found = new ConcurrentHashMap<>();

    @Inject
    public WorkerArtifacts(RepositorySystem repositories) {
        this.repositories = repositories;
    }

    /**
     * vcam-runtime with all that it needs, and their log.
     *
     * @param version of vcam-runtime
     * @param plugin the plugin's own jars, one of which is that log
     */
    List<Path> classPath(MavenSession session, String version, List<Artifact> plugin) {
        Stream<Path> log = plugin.stream()
                .filter(artifact -> artifact.getArtifactId().equals(LOG))
                .map(artifact -> artifact.getFile().toPath());
        return Stream.concat(runtime(session, version), log).toList();
    }

    /** Once for all goals of a call of Maven that look in the same repositories. */
    private Stream<Path> runtime(MavenSession session, String version) {
        List<RemoteRepository> remotes = remotes(session);
        return found.computeIfAbsent(version + " " + remotes, key -> resolved(session, version, remotes)).stream();
    }

    private List<Path> resolved(MavenSession session, String version, List<RemoteRepository> remotes) {
        String natives = WorkerClassPath.natives(System.getProperty("os.arch", ""));
        CollectRequest collect = new CollectRequest()
                .setRoot(new Dependency(new DefaultArtifact("io.github.vcam:vcam-runtime:" + version), "runtime"))
                .setRepositories(remotes);
        DependencyRequest request = new DependencyRequest(collect, (node, parents) -> {
            Dependency dependency = node.getDependency();
            String classifier = dependency.getArtifact().getClassifier();
            return List.of("compile", "runtime").contains(dependency.getScope())
                    && !dependency.isOptional()
                    && (classifier.isEmpty() || classifier.equals(natives));
        });
        try {
            return repositories
                    .resolveDependencies(session.getRepositorySession(), request)
                    .getArtifactResults()
                    .stream()
                    .map(result -> result.getArtifact().getFile().toPath())
                    .toList();
        } catch (DependencyResolutionException e) {
            throw new VcamException(
                    RuntimeError.WORKER_CLASSES_MISSING,
                    "looking for the jars of the programs that run beside the camera: " + e.getMessage(),
                    e);
        }
    }

    private static List<RemoteRepository> remotes(MavenSession session) {
        MavenProject project = session.getCurrentProject();
        return project == null ? List.of() : project.getRemotePluginRepositories();
    }
}
