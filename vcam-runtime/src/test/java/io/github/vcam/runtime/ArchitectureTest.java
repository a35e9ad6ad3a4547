// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What no border between modules guards. */
@AnalyzeClasses(packages = "io.github.vcam.runtime", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ONLY_PROCESS_STARTS_PROGRAMS = noClasses()
            .that()
            .resideOutsideOfPackage("..runtime.process..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.ProcessBuilder")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.commons.exec..");

    @ArchTest
    static final ArchRule WORKERS_STAND_ALONE = noClasses()
            .that()
            .resideInAPackage("..runtime.worker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..runtime.process..", "..runtime.place..", "..runtime.feed..", "..runtime.vm..");

    @ArchTest
    static final ArchRule NOBODY_BELOW_KNOWS_THE_FACE = noClasses()
            .that()
            .resideInAPackage("io.github.vcam.runtime.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.github.vcam.runtime");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.github.vcam.runtime.(*)..").should().beFreeOfCycles();
}
