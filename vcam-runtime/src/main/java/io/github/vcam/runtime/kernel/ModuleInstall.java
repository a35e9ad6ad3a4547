// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import io.github.vcam.runtime.place.Machine;
import io.github.vcam.runtime.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the module and its udev rule where the camera's kernel finds them, and takes just those away again. */
public final class ModuleInstall {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleInstall.class);
    private static final String RELOAD = "udevadm control --reload 2>/dev/null; true";

    private final Machine place;

    public ModuleInstall(Machine place) {
        this.place = place;
    }

    /** Installs; does nothing when the same bytes are there already. */
    public void install(Path module, Optional<Path> rules) {
        String file = ModuleNames.file(place.kernelRelease());
        boolean changed = place.install(read(module), file);
        if (changed || !indexed()) {
            place.indexModules(Optional.of(module));
        }
        if (rules.isPresent() && place.install(read(rules.get()), ModuleNames.RULES)) {
            place.executor().run(Command.of("sh", "-c", RELOAD).asRoot());
        }
        LOG.info("{} {} ({})", changed ? "installed" : "already installed:", file, place.description());
    }

    /** Takes the module and the rule away; others' files stay. */
    public void uninstall() {
        if (!place.mayHoldFiles()) {
            LOG.info("nothing to uninstall ({})", place.description());
            return;
        }
        String file = ModuleNames.file(place.kernelRelease());
        if (!place.uninstall(List.of(file, ModuleNames.RULES))) {
            LOG.info("nothing to uninstall ({})", place.description());
            return;
        }
        place.indexModules(Optional.empty());
        if (place.running()) {
            place.executor().run(Command.of("sh", "-c", RELOAD).asRoot());
        }
        LOG.info("uninstalled {} ({})", file, place.description());
    }

    private boolean indexed() {
        return place.executor()
                .run(Command.of("modinfo", "-k", place.kernelRelease(), "-n", ModuleNames.NAME)
                        .asRoot())
                .succeeded();
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }
}
