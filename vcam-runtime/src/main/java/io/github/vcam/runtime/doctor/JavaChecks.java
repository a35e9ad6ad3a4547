// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.doctor;

import io.github.vcam.runtime.doctor.Cure.Shell;
import java.util.ArrayList;
import java.util.List;

/** Whether the Java that runs here will do. */
final class JavaChecks {
    private static final int LEAST = 17;
    private static final int FIRST_TO_DENY = 24;

    private JavaChecks() {}

    static List<Finding> of(Patient patient) {
        JavaFacts java = patient.java();
        List<Finding> findings = new ArrayList<>();
        if (java.release() < LEAST) {
            findings.add(new Finding(
                    Fault.JAVA_OLD,
                    "Java " + java.release() + " runs here",
                    Shell.byHand("sudo apt-get install -y openjdk-17-jdk-headless")));
        }
        boolean denied = java.options().contains("--illegal-native-access=deny")
                && java.options().stream().noneMatch(option -> option.startsWith("--enable-native-access"));
        if (java.release() >= FIRST_TO_DENY && denied) {
            findings.add(new Finding(
                    Fault.NATIVE_ACCESS_DENIED,
                    "the environment tells Java " + java.release() + " to deny native access",
                    Shell.byHand("export JDK_JAVA_OPTIONS=--enable-native-access=ALL-UNNAMED")));
        }
        if (!java.encoding().equalsIgnoreCase("UTF-8")) {
            findings.add(new Finding(
                    Fault.LOCALE_NOT_UTF8,
                    "the locale's encoding is " + java.encoding(),
                    Shell.byHand("export LC_ALL=C.UTF-8")));
        }
        return findings;
    }
}
