// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import io.github.vcam.runtime.file.DirectoryTree;
import io.github.vcam.runtime.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A guest that was saved when its agent had come up and it had not seen a file of this machine yet: a start can go on
 * from it instead of booting. Several guests may do so at a time; none of them changes it.
 *
 * @param directory its files, of this user alone
 */
public record SavedGuest(Path directory) {
    /** The guest's memory. A file with holes: most of it was never touched. */
    Path memory() {
        return directory.resolve("ram");
    }

    /** What QEMU knows beside the memory. */
    Path state() {
        return directory.resolve("state");
    }

    /** Stamps of this machine's files whose copies are in the memory. */
    private Path taken() {
        return directory.resolve("taken");
    }

    private Path sealFile() {
        return directory.resolve("seal");
    }

    /**
     * Says that it is whole. Who changes its files later breaks the seal.
     *
     * @param copied files of this machine that are in its memory
     */
    void seal(List<Path> copied) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : copied) {
            lines.add(FileStamp.of(file));
        }
        Files.write(taken(), lines);
        WholeFile.write(sealFile(), stamps());
    }

    /** Whether it is whole and nobody has changed it since. */
    boolean isIntact() {
        try {
            return Files.readString(sealFile()).equals(stamps());
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the files that it has copied are the same on this machine still. */
    boolean isCurrent() {
        try {
            for (String line : Files.readAllLines(taken())) {
                if (!line.equals(FileStamp.of(FileStamp.file(line)))) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String stamps() throws IOException {
        StringBuilder stamps = new StringBuilder();
        for (Path file : List.of(memory(), state(), taken())) {
            stamps.append(FileStamp.ofContent(file)).append('\n');
        }
        return stamps.toString();
    }

    /** Remembers that somebody wants it. */
    void use() throws IOException {
        Files.setLastModifiedTime(sealFile(), FileTime.from(Instant.now()));
    }

    /** When somebody wanted it last. */
    public Instant lastUse() {
        try {
            return Files.getLastModifiedTime(sealFile()).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    /** Removes it, and what a program that was killed while it saved it has left; guests that went on from it stay. */
    void remove() throws IOException {
        Files.deleteIfExists(sealFile());
        RuntimeDirectory.forState(directory).remove();
        DirectoryTree.delete(directory);
    }
}
