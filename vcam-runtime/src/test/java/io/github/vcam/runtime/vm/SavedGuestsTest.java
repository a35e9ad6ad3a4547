// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.runtime.process.FileLocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class SavedGuestsTest {
    @TempDir
    private Path cache;

    private SavedGuests guests;
    private Path copied;

    @BeforeEach
    void begin() throws IOException {
        guests = SavedGuests.in(cache);
        copied = Files.writeString(cache.resolve("a file of this machine"), "1");
    }

    private SavedGuest saved(String key) throws IOException {
        try (FileLocks.Held lock = guests.turn(Duration.ofSeconds(5)).orElseThrow()) {
            assertThat(lock.isOpen()).isTrue();
            SavedGuest half = guests.begin();
            Files.writeString(half.memory(), "memory of " + key);
            Files.writeString(half.state(), "state");
            return guests.publish(half, List.of(copied), key);
        }
    }

    /** Writes the same number of bytes and sets the time back. */
    private static void changeOneByte(Path file) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        byte[] content = Files.readAllBytes(file);
        content[0]++;
        Files.write(file, content);
        Files.setLastModifiedTime(file, time);
    }

    @Test
    void saved_itIsFoundUnderItsKeyAlone() throws IOException {
        SavedGuest guest = saved("aa");
        assertThat(guests.find("aa")).contains(guest);
        assertThat(guests.find("ab")).isEmpty();
        assertThat(guest.memory()).hasContent("memory of aa");
    }

    @Test
    void oneByteOfItIsChanged_itIsGone() throws IOException {
        changeOneByte(saved("aa").memory());
        assertThat(guests.find("aa")).isEmpty();
        changeOneByte(saved("ab").state());
        assertThat(guests.find("ab")).isEmpty();
        assertThat(guests.all()).isEmpty();
        assertThat(cache.resolve("saved/aa")).doesNotExist();
    }

    @Test
    void aFileThatItCopiedIsAnotherNow_itIsGone() throws IOException {
        saved("aa");
        changeOneByte(copied);
        assertThat(guests.find("aa")).isEmpty();
        saved("aa");
        Files.delete(copied);
        assertThat(guests.find("aa")).isEmpty();
    }

    @Test
    void itsMakerDied_whatIsLeftIsNoneAndGoesWithTheNext() throws IOException {
        Path left;
        try (FileLocks.Held lock = guests.turn(Duration.ofSeconds(5)).orElseThrow()) {
            assertThat(guests.turn(Duration.ofMillis(1))).isEmpty();
            left = guests.begin().directory();
            Files.writeString(left.resolve("ram"), "half");
            assertThat(lock.isOpen()).isTrue();
        }
        assertThat(guests.all()).isEmpty();
        saved("aa");
        assertThat(left).doesNotExist();
    }

    @Test
    void aThird_theOneThatNobodyWantedLongestGoes() throws IOException {
        used(saved("aa"), 1);
        SavedGuest second = used(saved("bb"), 2);
        guests.find("aa"); // wanted now
        saved("cc");
        assertThat(second.directory()).doesNotExist();
        assertThat(guests.all())
                .extracting(guest -> guest.directory().getFileName().toString())
                .containsExactlyInAnyOrder("aa", "cc");
        assertThat(guests.clear()).isEqualTo(2);
        assertThat(guests.all()).isEmpty();
    }

    private static SavedGuest used(SavedGuest guest, long when) throws IOException {
        Files.setLastModifiedTime(guest.directory().resolve("seal"), FileTime.from(Instant.ofEpochSecond(when)));
        assertThat(guest.isIntact()).isTrue();
        return guest;
    }

    @Test
    void damagedOnes_goWithTheOthers() throws IOException {
        changeOneByte(saved("aa").memory());
        SavedGuest whole = saved("bb");
        assertThat(guests.all()).containsExactly(whole);
        assertThat(guests.clear()).isEqualTo(2);
        assertThat(cache.resolve("saved/aa")).doesNotExist();
    }

    @Test
    void nobodyElseMayReadIt() throws IOException {
        assertThat(Files.getPosixFilePermissions(saved("aa").directory())).hasSize(3);
    }
}
