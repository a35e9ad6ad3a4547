// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.setup;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares what is needed with what is there, and has the rest installed. */
public final class Setup {
    private static final Logger LOG = LoggerFactory.getLogger(Setup.class);

    private final Consumer<List<String>> installer;

    /**
     * Sets up by an installer.
     *
     * @param installer installs Debian packages
     */
    public Setup(Consumer<List<String>> installer) {
        this.installer = installer;
    }

    /** Installs what is missing; does nothing when all is there. */
    public void satisfy(List<Requirement> requirements) {
        List<Requirement> missing = requirements.stream()
                .filter(requirement -> !requirement.met().getAsBoolean())
                .toList();
        for (Requirement requirement : requirements) {
            LOG.info("{} {}", missing.contains(requirement) ? "missing:  " : "is there: ", requirement.name());
        }
        if (!missing.isEmpty()) {
            installer.accept(
                    missing.stream().map(Requirement::debianPackage).distinct().toList());
        }
    }
}
