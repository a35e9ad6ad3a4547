// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DoormanTest {
    private static final long LONG_SECONDS = 20;

    private final Doorman doorman = new Doorman();

    /** A door at which a test knocks. */
    private static final class FakeDoor implements Doorman.Door {
        final Semaphore opened = new Semaphore(0);
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch talks = new CountDownLatch(1);
        volatile boolean silent;
        volatile boolean broken;
        volatile boolean visited;

        @Override
        public boolean isKnocked() throws IOException {
            if (broken) {
                throw new IOException("a test");
            }
            if (silent) {
                entered.countDown();
                try {
                    talks.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return visited;
        }

        @Override
        public void open() {
            opened.release();
        }
    }

    private FakeDoor door() {
        FakeDoor door = new FakeDoor();
        doorman.watch(door);
        return door;
    }

    /** One at which somebody is and says nothing; others are opened meanwhile. */
    private FakeDoor silentOne() throws InterruptedException {
        FakeDoor silent = new FakeDoor();
        silent.silent = true;
        doorman.watch(silent);
        FakeDoor other = door();
        doorman.relieve();
        silent.entered.await();
        other.visited = true;
        while (!other.opened.tryAcquire(100, TimeUnit.MILLISECONDS)) {
            doorman.relieve();
        }
        return silent;
    }

    private static void isOpened(FakeDoor door) throws InterruptedException {
        assertThat(door.opened.tryAcquire(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void somebodyKnocks_thatDoorIsOpenedOnceForEachVisit() throws InterruptedException {
        FakeDoor broken = door();
        broken.broken = true;
        FakeDoor quiet = door();
        FakeDoor visited = door();
        doorman.relieve();
        visited.visited = true;
        isOpened(visited);
        FakeDoor later = door();
        later.visited = true;
        isOpened(later);
        assertThat(visited.opened.availablePermits()).isZero();
        doorman.watch(visited);
        isOpened(visited);
        broken.visited = true;
        broken.broken = false;
        isOpened(broken);
        assertThat(quiet.opened.availablePermits()).isZero();
    }

    @Test
    void somebodyIsThereAndSaysNothing_theOthersAreOpenedAllTheSame() throws InterruptedException {
        FakeDoor silent = silentOne();
        silent.visited = true;
        silent.talks.countDown();
        isOpened(silent);
    }

    @Test
    void whoWasSilentLeaves_theDoorIsAskedAgain() throws InterruptedException {
        FakeDoor silent = silentOne();
        silent.silent = false;
        silent.talks.countDown();
        assertThat(silent.opened.tryAcquire(200, TimeUnit.MILLISECONDS)).isFalse();
        silent.visited = true;
        isOpened(silent);
    }
}
