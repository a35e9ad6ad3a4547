// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.setup;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares what is needed with what is there, and has the rest installed. */
final class Setup {
    private static final Logger LOG = LoggerFactory.getLogger(Setup.class);

    private final Optional<Apt> apt;

    /**
     * A setup of a machine.
     *
     * @param apt its package manager; empty where it has another one, or none
     */
    Setup(Optional<Apt> apt) {
        this.apt = apt;
    }

    /**
     * Installs what is missing; does nothing when all is there.
     *
     * @throws VcamException {@link RuntimeError#PACKAGES_NOT_INSTALLED}; {@link RuntimeError#PACKAGE_MANAGER_UNKNOWN},
     *     which says what is missing
     */
    void satisfy(List<Requirement> requirements) {
        List<Requirement> missing = requirements.stream()
                .filter(requirement -> !requirement.isMet())
                .toList();
        for (Requirement requirement : requirements) {
            LOG.info("{} {}", missing.contains(requirement) ? "missing:  " : "is there: ", requirement.name());
        }
        if (!missing.isEmpty()) {
            apt.orElseThrow(() -> unknown(missing)).install(missing);
        }
    }

    private static VcamException unknown(List<Requirement> missing) {
        return new VcamException(
                RuntimeError.PACKAGE_MANAGER_UNKNOWN,
                "setting this machine up: it has no apt-get, so its own package manager has to install "
                        + missing.stream().map(Requirement::name).distinct().collect(Collectors.joining(", ")));
    }
}
