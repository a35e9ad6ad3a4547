// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.execution.BuildSuccess;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/** What a goal needs to know of the build that it is part of. */
final class Reactor {
    private static final String IMPOSSIBLE = "vcam.impossible";
    private static final String MODULE = "v4l2loopback-kmod";

    private Reactor() {}

    /** Whether a word of the command line asks for this plugin's goal of that name, a regular expression. */
    static boolean isOurs(String word, String name) {
        return word.matches("(vcam|.*:vcam-maven-plugin(:[^:]+)?):" + name);
    }

    /** Whether a call asks for goals of ours alone; one that names none means the POM's default goal. */
    static boolean areOurs(List<String> words) {
        return !words.isEmpty() && words.stream().allMatch(word -> isOurs(word, "[a-z]+"));
    }

    /** Where relative paths begin: the project's directory, else where Maven was called. */
    static Path directory(MavenSession session) {
        MavenProject project = session.getCurrentProject();
        return project == null || project.getBasedir() == null
                ? Path.of(session.getExecutionRootDirectory())
                : project.getBasedir().toPath();
    }

    /** The project's build directory; without a POM Maven leaves the expression as it is. */
    static Path buildDirectory(MavenSession session, File configured) {
        return configured.toString().contains("${")
                ? Path.of(session.getExecutionRootDirectory(), "target")
                : configured.toPath();
    }

    /** The kernel module's source, where the reactor or the directory of the call has it. */
    static Optional<Path> moduleSource(MavenSession session) {
        return Stream.of(
                        session.getRequest().getMultiModuleProjectDirectory().toPath(),
                        Path.of(session.getExecutionRootDirectory()))
                .map(root -> root.resolve(MODULE))
                .filter(module -> Files.exists(module.resolve("src/main/c/Kbuild")))
                .findFirst();
    }

    /** Does something once in a call of Maven, however many goals of however many projects want it. */
    static void once(MavenSession session, String what, Runnable action) {
        if (session.getRequest().getData().putIfAbsent("vcam." + what, what) == null) {
            action.run();
        }
    }

    /** Whether an earlier goal found that the project's later ones cannot work here. */
    static boolean leavesOut(MavenSession session) {
        return Boolean.parseBoolean(session.getCurrentProject().getProperties().getProperty(IMPOSSIBLE));
    }

    static void leaveOutTheRest(MavenSession session) {
        session.getCurrentProject().getProperties().setProperty(IMPOSSIBLE, "true");
    }

    /**
     * Tells Maven that the other projects had nothing to do, when the call asked for goals of ours alone: such a goal runs
     * once, and Maven's summary would call all but one project skipped.
     */
    static void settle(MavenSession session) {
        if (areOurs(session.getGoals())) {
            session.getProjects().stream()
                    .filter(project -> session.getResult().getBuildSummary(project) == null)
                    .filter(project -> !project.equals(session.getCurrentProject()))
                    .forEach(project -> session.getResult().addBuildSummary(new BuildSuccess(project, 0)));
        }
    }
}
