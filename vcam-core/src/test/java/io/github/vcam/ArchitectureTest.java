// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.vcam");

    @Test
    void ffmpegAlone_usesBytedeco() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.github.vcam.ffmpeg")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .check(CLASSES);
    }

    /** It needs libraries of sound servers and desktops, which a fresh machine lacks. */
    @Test
    void nobody_usesLibavdevice() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("org\\.bytedeco\\.ffmpeg\\.(.*\\.avdevice|avdevice\\..*|ffmpeg|ffplay|ffprobe)")
                .check(CLASSES);
    }

    @Test
    void sysAlone_usesJna() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.github.vcam.v4l2.sys")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.jna..")
                .check(CLASSES);
    }

    @Test
    void packages_formNoCycle() {
        slices().matching("io.github.vcam.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void frames_knowNothingOfDevicesAndMedia() {
        noClasses()
                .that()
                .resideInAnyPackage("io.github.vcam.frame", "io.github.vcam.source")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.github.vcam.v4l2..", "io.github.vcam.ffmpeg..", "io.github.vcam.producer..")
                .check(CLASSES);
    }
}
