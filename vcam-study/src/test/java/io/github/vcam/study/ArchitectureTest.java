// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What no border between modules guards. */
@AnalyzeClasses(packages = "io.github.vcam.study", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule NOBODY_STARTS_PROGRAMS = noClasses()
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
    static final ArchRule NO_CYCLES =
            slices().matching("io.github.vcam.study.(*)..").should().beFreeOfCycles();
}
