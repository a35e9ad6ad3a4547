// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.kernel;

import io.github.vcam.maven.process.Command;
import io.github.vcam.maven.target.Target;
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

    private final Target target;

    public ModuleInstall(Target target) {
        this.target = target;
    }

    /** Installs; does nothing when the same bytes are there already. */
    public void install(Path module, Optional<Path> rules) {
        String file = ModuleNames.file(target.kernelRelease());
        boolean changed = target.install(read(module), file);
        if (changed || !indexed()) {
            target.indexModules(Optional.of(module));
        }
        if (rules.isPresent() && target.install(read(rules.get()), ModuleNames.RULES)) {
            target.executor().run(Command.of("sh", "-c", RELOAD).asRoot());
        }
        LOG.info("{} {} ({})", changed ? "installed" : "already installed:", file, target.description());
    }

    /** Takes the module and the rule away; others' files stay. */
    public void uninstall() {
        if (!target.mayHoldFiles()) {
            LOG.info("nothing to uninstall ({})", target.description());
            return;
        }
        String file = ModuleNames.file(target.kernelRelease());
        if (!target.uninstall(List.of(file, ModuleNames.RULES))) {
            LOG.info("nothing to uninstall ({})", target.description());
            return;
        }
        target.indexModules(Optional.empty());
        if (target.running()) {
            target.executor().run(Command.of("sh", "-c", RELOAD).asRoot());
        }
        LOG.info("uninstalled {} ({})", file, target.description());
    }

    private boolean indexed() {
        return target.executor()
                .run(Command.of("modinfo", "-k", target.kernelRelease(), "-n", ModuleNames.NAME)
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
