// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.runtime.file.DirectoryTree;
import io.github.vcam.runtime.process.FileLocks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The saved guests in a user's cache, each under a key that tells all that it depends on. The newest two stay. Safe for
 * use by several processes.
 */
public final class SavedGuests {
    private static final int KEPT = 2;
    private static final String HALF = ".half-";

    private final Path directory;

    private SavedGuests(Path directory) {
        this.directory = directory;
    }

    /** Those of this cache; there may be none. */
    public static SavedGuests in(Path cache) {
        return new SavedGuests(cache.resolve("saved"));
    }

    /** Where they are. */
    public Path directory() {
        return directory;
    }

    /** The one of this key. One that is damaged or of old files is removed, and not returned. */
    Optional<SavedGuest> find(String key) throws IOException {
        SavedGuest guest = new SavedGuest(directory.resolve(key));
        if (!Files.exists(guest.directory())) {
            return Optional.empty();
        }
        if (!guest.isIntact() || !guest.isCurrent()) {
            guest.remove();
            return Optional.empty();
        }
        guest.use();
        return Optional.of(guest);
    }

    /** Whether there is none, not even a damaged one. */
    public boolean isEmpty() {
        return entries().isEmpty();
    }

    /** All that are whole, the one first that was wanted last. */
    public List<SavedGuest> all() {
        List<SavedGuest> guests = entries();
        guests.removeIf(guest -> !guest.isIntact());
        return guests;
    }

    /** The same with damaged ones; those without a seal come last. */
    private List<SavedGuest> entries() {
        List<SavedGuest> guests = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "[0-9a-f]*")) {
            entries.forEach(entry -> guests.add(new SavedGuest(entry)));
        } catch (IOException e) {
            return guests; // nothing was ever saved
        }
        guests.sort(Comparator.comparing(SavedGuest::lastUse).reversed());
        return guests;
    }

    /**
     * Removes all of them.
     *
     * @return how many there were
     */
    public int clear() {
        List<SavedGuest> guests = entries();
        for (SavedGuest guest : guests) {
            try {
                guest.remove();
            } catch (IOException e) {
                throw new UncheckedIOException("removing a saved micro-VM", e);
            }
        }
        return guests.size();
    }

    /**
     * The turn to make one: whoever has this lock. One may wait for it; empty where another one waits already, and when
     * the one before has had it all that time.
     */
    Optional<FileLocks.Held> turn(Duration limit) throws IOException {
        Files.createDirectories(directory);
        Optional<FileLocks.Held> next = FileLocks.tryLock(directory.resolve("next"));
        if (next.isEmpty()) {
            return next;
        }
        try {
            return FileLocks.lock(directory.resolve("lock"), limit);
        } finally {
            next.get().close();
        }
    }

    /** A place for one that is being made, of this user alone. The caller has the turn; what others left is removed. */
    SavedGuest begin() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, HALF + "*")) {
            for (Path one : left) {
                Qemu.killUnrecorded(one);
                new SavedGuest(one).remove();
            }
        }
        return new SavedGuest(Files.createTempDirectory(directory, HALF));
    }

    /**
     * One that is whole gets its key; what is too much goes.
     *
     * @param copied files of this machine that are in its memory
     */
    SavedGuest publish(SavedGuest made, List<Path> copied, String key) throws IOException {
        made.seal(copied);
        Path target = directory.resolve(key);
        DirectoryTree.delete(target);
        SavedGuest guest = new SavedGuest(Files.move(made.directory(), target, StandardCopyOption.ATOMIC_MOVE));
        List<SavedGuest> all = entries();
        for (SavedGuest old : all.subList(Math.min(KEPT, all.size()), all.size())) {
            old.remove();
        }
        return guest;
    }
}
