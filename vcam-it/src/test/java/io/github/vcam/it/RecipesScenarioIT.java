// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.CameraProject;
import io.github.vcam.it.support.Programs;
import io.github.vcam.it.support.Recipes;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The lines of docs/recipes.md and docs/troubleshooting.md, word for word, in a project of somebody's whose cameras live in a micro-VM. */
@Tag("outside")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init") // made before all tests
class RecipesScenarioIT {
    private static final Duration LIMIT = Duration.ofMinutes(8);

    private static CameraProject project;

    @BeforeAll
    static void makeProject() {
        project = CameraProject.inVm("recipes", CameraProject.outside().resolve("vm-recipes"));
    }

    @AfterAll
    static void stop() {
        project.mvn("vcam:stop");
        project.mvn("vcam:vm", "-Dvcam.vm.stop");
        project.close();
    }

    static List<String> lines() {
        return Stream.of("recipes.md", "troubleshooting.md")
                .flatMap(document -> Recipes.blocks(document, "sh run").stream())
                .toList();
    }

    static List<String> linesOfClients() {
        return Recipes.blocks("recipes.md", "sh run-clients");
    }

    @ParameterizedTest
    @Tag("long")
    @MethodSource("lines")
    void recipe_works(String lines) {
        run(lines);
    }

    @ParameterizedTest
    @Tag("clients")
    @MethodSource("linesOfClients")
    void recipeOfAClient_works(String lines) {
        run(lines);
    }

    private static void run(String lines) {
        CommandResult result = Programs.run(Command.of("bash", "-euo", "pipefail", "-c", lines)
                .in(project.directory().toString())
                .within(LIMIT));
        assertThat(result.exitStatus())
                .as(lines + result.stdout() + result.stderr())
                .isZero();
    }
}
