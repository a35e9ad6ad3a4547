// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.github.vcam.maven", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ONLY_PROCESS_STARTS_PROGRAMS = noClasses()
            .that()
            .resideOutsideOfPackages("..maven.process..", "..maven.vm.agent..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.ProcessBuilder")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.commons.exec..");

    @ArchTest
    static final ArchRule NOBODY_DRAWS_BY_JAVA =
            noClasses().should().dependOnClassesThat().resideInAPackage("java.awt..");

    @ArchTest
    static final ArchRule ONLY_GOALS_KNOW_MAVEN = noClasses()
            .that()
            .resideOutsideOfPackages("..maven.mojo..", "..maven.console..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.maven..", "org.eclipse.aether..");

    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_GOALS = noClasses()
            .that()
            .resideOutsideOfPackage("..maven.mojo..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.github.vcam.maven.mojo..");

    @ArchTest
    static final ArchRule WORKERS_STAND_ALONE = noClasses()
            .that()
            .resideInAPackage("..maven.worker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..maven.process..", "..maven.target..", "..maven.feed..", "..maven.vm..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.github.vcam.maven.(*)..").should().beFreeOfCycles();
}
