// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.maven.console.Console;
import io.github.vcam.runtime.feed.WorkerClassPath;
import io.github.vcam.runtime.kernel.KernelTree;
import io.github.vcam.runtime.kernel.ModuleSource;
import io.github.vcam.runtime.place.GuestMachine;
import io.github.vcam.runtime.place.Machine;
import io.github.vcam.runtime.place.MachineFacts;
import io.github.vcam.runtime.place.PlaceChoice;
import io.github.vcam.runtime.place.ThisMachine;
import io.github.vcam.runtime.process.CommandRunner;
import io.github.vcam.runtime.vm.VmSettings;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** What all goals share: where to work, and how failures are told. */
@SuppressWarnings("NullAway.Init") // Maven sets the parameters
public abstract class VcamMojo extends PlaceMojo {
    /** Leaves the goal out. */
    @Parameter(property = "vcam.skip", defaultValue = "false")
    private boolean skip;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
    private List<Artifact> artifacts;

    @Parameter(defaultValue = "${plugin.version}", readonly = true, required = true)
    private String version;

    @Parameter(defaultValue = "${project.build.directory}", readonly = true, required = true)
    private File buildDirectory;

    private static final String IMPOSSIBLE = "vcam.impossible";

    private final ModuleArtifact workshop;

    VcamMojo(ModuleArtifact workshop) {
        this.workshop = workshop;
    }

    /** The goal's work. */
    abstract void run(GoalContext context);

    /** Looks at the user's wishes before anything is started. */
    void check() {}

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip || leftOut()) {
            getLog().info("left out (vcam.skip)");
            return;
        }
        try {
            FeedPrecheck.check(
                    session.getGoals(),
                    session.getUserProperties(),
                    FeedPrecheck.configures(session.getCurrentProject()),
                    directory());
            check();
            work();
        } catch (RuntimeException e) {
            getLog().debug(e);
            Failures.rethrow(e, this::property);
        }
    }

    /** The property that sets a value which core or the runtime call so: {@code max_width} is vcam.maxWidth. */
    String property(String name) {
        return switch (name) {
            case "input" -> name;
            case "rate" -> "vcam.fps";
            default ->
                "vcam."
                        + Pattern.compile("_(.)")
                                .matcher(name)
                                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
        };
    }

    /** Where relative paths begin: the project's directory, else where Maven was called. */
    final Path directory() {
        MavenProject project = session.getCurrentProject();
        return project == null || project.getBasedir() == null
                ? Path.of(session.getExecutionRootDirectory())
                : project.getBasedir().toPath();
    }

    /** Of this plugin. */
    final String version() {
        return version;
    }

    /** Leaves out what follows in this project: other goals, and tests that look at the property. */
    final void leaveOutTheRest(String why) {
        getLog().warn("************************************************************************");
        getLog().warn(why);
        getLog().warn("so the tests on a running kernel are NOT RUN; where CI is set this fails");
        getLog().warn("************************************************************************");
        session.getCurrentProject().getProperties().setProperty(IMPOSSIBLE, "true");
    }

    private boolean leftOut() {
        return Boolean.parseBoolean(session.getCurrentProject().getProperties().getProperty(IMPOSSIBLE));
    }

    private void work() {
        Console console = Console.of(session.getRequest().isInteractiveMode());
        CommandRunner here = CommandRunner.create(console.personPresent());
        MachineFacts facts = MachineFacts.read(
                Path.of("/"),
                release -> KernelTree.lookUp(Path.of("/"), release).isPresent());
        PlaceChoice choice = PlaceChoice.of(place(), facts, here::canBeRoot);
        VmSettings settings = vmSettings();
        Path build = build();
        try (Machine there = choice.place() == PlaceChoice.Place.HOST
                ? new ThisMachine(here, facts.kernelRelease())
                : GuestMachine.of(settings, here)) {
            getLog().info(BuildStamp.line(version) + " works on " + there.description() + ": " + choice.reason());
            run(new GoalContext(
                    there,
                    here,
                    console,
                    settings,
                    build,
                    classPath(),
                    wish -> ModuleSource.find(
                            wish,
                            ModuleArtifact.siblings(session),
                            () -> workshop.moduleArchive(session, version),
                            build.resolve("kmod/source"))));
        }
    }

    /** Without a POM Maven leaves the expression as it is. */
    private Path build() {
        return buildDirectory.toString().contains("${")
                ? Path.of(session.getExecutionRootDirectory(), "target")
                : buildDirectory.toPath();
    }

    private List<Path> classPath() {
        List<WorkerClassPath.Jar> jars = artifacts.stream()
                .filter(artifact -> artifact.getFile() != null)
                .map(VcamMojo::jar)
                .toList();
        return WorkerClassPath.of(jars, System.getProperty("os.arch", ""));
    }

    private static WorkerClassPath.Jar jar(Artifact artifact) {
        String classifier = Optional.ofNullable(artifact.getClassifier()).orElse("");
        return new WorkerClassPath.Jar(
                artifact.getArtifactId(), classifier, artifact.getFile().toPath());
    }
}
