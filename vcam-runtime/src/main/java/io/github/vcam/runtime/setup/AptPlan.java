// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.setup;

import java.util.List;

/** What apt says that it would install. */
record AptPlan(List<String> packages) {

    /** Reads the answer of {@code apt-get --simulate install}. */
    static AptPlan parse(String answer) {
        return new AptPlan(answer.lines()
                .filter(line -> line.startsWith("Inst "))
                .map(line -> line.split(" ", 3)[1])
                .toList());
    }

    boolean nothingToDo() {
        return packages.isEmpty();
    }
}
