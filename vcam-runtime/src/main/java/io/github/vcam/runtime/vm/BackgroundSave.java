// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.process.CommandExecutor;
import io.github.vcam.runtime.process.CommandRunner;
import io.github.vcam.runtime.process.DetachedJava;
import io.github.vcam.runtime.process.FileLocks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program of its own that saves a guest for the next start, while whoever started it goes on or ends. It gives way to
 * all else on this machine.
 */
final class BackgroundSave {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundSave.class);
    /** A session is a group for the scheduler, which weighs groups first. */
    private static final String ASIDE = "echo 19 2>/dev/null >/proc/self/autogroup; exec nice -n 19 \"$@\"";

    private static final Duration OTHERS_LIMIT = Duration.ofMinutes(10);

    private final GuestSave save;
    private final CommandExecutor host;

    BackgroundSave(GuestSave save, CommandExecutor host) {
        this.save = save;
        this.host = host;
    }

    /** Starts it and returns at once. Where it fails the next start is as slow as this one was, no more. */
    void start() {
        try {
            new DetachedJava(BackgroundSave.class, List.of("sh", "-c", ASIDE, "aside"))
                    .start(
                            host,
                            save.all().directory().resolve("log"),
                            words(save.settings(), save.kernel().release()));
        } catch (IOException | VcamException e) {
            LOG.debug("no guest is saved for the next start", e);
        }
    }

    /** The settings, as far as a saved guest depends on them. */
    static List<String> words(VmSettings settings, String release) {
        List<String> words = new ArrayList<>(List.of(
                settings.cache().toString(),
                Integer.toString(settings.hardware().cpus()),
                Integer.toString(settings.hardware().memoryMiB()),
                Long.toString(settings.timeouts().boot().toSeconds()),
                release));
        words.addAll(settings.kernel().arguments());
        return words;
    }

    /** The settings of such words. */
    static VmSettings settings(List<String> words) {
        Path cache = Path.of(words.get(0));
        VmSettings usual = VmSettings.in(cache.resolve("saved"));
        return usual.with(new VmSettings.Paths(usual.state(), cache, usual.share()))
                .with(new VmSettings.Hardware(
                        usual.hardware().type(),
                        Accelerator.TCG,
                        Integer.parseInt(words.get(1)),
                        Integer.parseInt(words.get(2)),
                        false))
                .with(new VmSettings.Timeouts(Duration.ofSeconds(Long.parseLong(words.get(3))), Duration.ZERO))
                .with(new VmSettings.Kernel(Optional.of(words.get(4)), words.subList(5, words.size())));
    }

    public static void main(String[] arguments) throws IOException {
        VmSettings settings = settings(Arrays.asList(arguments));
        Optional<FileLocks.Held> turn = SavedGuests.in(settings.cache()).turn(OTHERS_LIMIT);
        if (turn.isEmpty()) {
            System.err.println("others save guests");
            return;
        }
        try {
            System.err.println(made(settings, CommandRunner.create()) ? "a guest is saved" : "no guest is saved");
        } finally {
            turn.get().close();
        }
    }

    /** The best one, as it is now: what waits in it may be another program than when the turn was asked for. */
    private static boolean made(VmSettings settings, CommandExecutor host) {
        try {
            List<GuestSave> saves = GuestSave.of(settings, GuestKernel.require(settings), host);
            return !saves.isEmpty() && new GuestSaver(saves.get(0), host).make();
        } catch (IOException | VcamException e) {
            System.err.println(e);
            return false;
        }
    }
}
