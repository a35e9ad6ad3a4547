// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.kernel;

import io.github.vcam.maven.process.Command;
import io.github.vcam.maven.process.CommandResult;
import io.github.vcam.maven.target.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
        boolean changed = update(module, file);
        if (changed || !indexed()) {
            target.indexModules(Optional.of(module));
        }
        if (rules.isPresent() && update(rules.get(), ModuleNames.RULES)) {
            target.executor().run(Command.of("sh", "-c", RELOAD).asRoot());
        }
        LOG.info("{} {} ({})", changed ? "installed" : "already installed:", file, target.description());
    }

    /** Takes the module and the rule away; others' files stay. */
    public void uninstall() {
        String file = ModuleNames.file(target.kernelRelease());
        String script =
                "found=1; for f in \"$1\" \"$2\"; do if [ -e \"$f\" ]; then rm -f \"$f\" || exit 2; found=0; fi; done; exit $found";
        CommandResult result = target.executor()
                .run(Command.of("sh", "-c", script, "uninstall", file, ModuleNames.RULES)
                        .asRoot());
        if (result.exitStatus() == 1) {
            LOG.info("nothing to uninstall ({})", target.description());
            return;
        }
        target.indexModules(Optional.empty());
        target.executor().run(Command.of("sh", "-c", RELOAD).asRoot());
        LOG.info("uninstalled {} ({})", file, target.description());
    }

    private boolean indexed() {
        return target.executor()
                .run(Command.of("modinfo", "-k", target.kernelRelease(), "-n", ModuleNames.NAME)
                        .asRoot())
                .succeeded();
    }

    private boolean update(Path local, String remote) {
        byte[] content = read(local);
        CommandResult there =
                target.executor().run(Command.of("sha256sum", remote).asRoot());
        if (there.succeeded() && there.stdout().startsWith(digest(content))) {
            return false;
        }
        target.put(content, remote, "644");
        return true;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
