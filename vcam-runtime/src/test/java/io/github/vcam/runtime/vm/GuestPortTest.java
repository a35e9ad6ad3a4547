// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.agent.Message;
import io.github.vcam.agent.MessageType;
import io.github.vcam.runtime.process.FileLocks;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class GuestPortTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration ONCE = Duration.ofMillis(500);

    @TempDir
    Path directory;

    private RuntimeDirectory runtime;

    @BeforeEach
    void choose() {
        runtime = new RuntimeDirectory(directory);
    }

    private void assertLockIsFree() throws IOException {
        assertThat(FileLocks.tryLock(runtime.lock(3))).isPresent();
    }

    @Test
    void agentAnswers_whatAnEarlierSessionLeftIsSkipped() throws Exception {
        try (FakeGuest guest = FakeGuest.at(runtime.socket(3), (in, out) -> {
            Message hello = Message.read(in);
            Message.of(MessageType.STDOUT, "left over").write(out);
            out.write(new byte[] {'H', 0, 0}); // the half of a frame
            hello.write(out);
            Message.of(MessageType.STDOUT, "fresh").write(out);
        })) {
            try (GuestPort port = GuestPort.tryOpen(runtime, 3, PATIENCE, 1).orElseThrow()) {
                byte[] expected = Message.of(MessageType.STDOUT, "fresh").bytes();
                ByteBuffer bytes = ByteBuffer.allocate(expected.length);
                while (bytes.hasRemaining()) {
                    assertThat(port.read(bytes, PATIENCE)).isPositive();
                }
                assertThat(bytes.array()).isEqualTo(expected);
            }
            guest.finish();
        }
        assertLockIsFree();
    }

    @Test
    void anotherHasThePort_itIsNotWaitedFor() throws IOException {
        try (FileLocks.Held held = FileLocks.tryLock(runtime.lock(3)).orElseThrow()) {
            assertThat(GuestPort.tryOpen(runtime, 3, PATIENCE, 1)).isEmpty();
            assertThat(held.isOpen()).isTrue();
        }
    }

    @Test
    void thereIsNoGuest_thatIsAnErrorAndTheLockIsFree() throws IOException {
        assertThatThrownBy(() -> GuestPort.tryOpen(runtime, 3, PATIENCE, 1))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(GuestSilentException.class);
        assertLockIsFree();
    }

    @Test
    void agentIsSilent_thatIsSaidAndTheLockIsFree() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        try (FakeGuest guest = FakeGuest.at(runtime.socket(3), (in, out) -> told.await())) {
            assertThatThrownBy(() -> GuestPort.tryOpen(runtime, 3, SHORT, 1)).isInstanceOf(GuestSilentException.class);
            told.countDown();
            guest.finish();
        }
        assertLockIsFree();
    }

    @Test
    void nobodyTakesConnections_thatIsSaidAndTheLockIsFree() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                SocketChannel first = SocketChannel.open(StandardProtocolFamily.UNIX);
                SocketChannel second = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(runtime.socket(3));
            server.bind(address, 1); // as QEMU does
            assertThat(first.connect(address) && second.connect(address)).isTrue();
            assertThatThrownBy(() -> GuestPort.tryOpen(runtime, 3, SHORT, 1)).isInstanceOf(GuestSilentException.class);
        }
        assertLockIsFree();
    }

    @Test
    void agentAnswersWhenAskedAgain_thePortIsOpen() throws Exception {
        FakeGuest.Service[] services = new FakeGuest.Service[20];
        Arrays.fill(services, (FakeGuest.Service) (in, out) -> Message.read(in).write(out));
        services[0] = (in, out) -> Message.read(in);
        try (FakeGuest guest = FakeGuest.at(runtime.socket(3), services)) {
            try (GuestPort port =
                    GuestPort.tryOpen(runtime, 3, ONCE, services.length).orElseThrow()) {
                assertThat(port.read(ByteBuffer.allocate(1), SHORT)).isZero();
            }
            assertThat(guest.served()).isGreaterThan(1);
        }
    }

    @Test
    void guestHangsUp_thatIsAnEnd() throws Exception {
        try (FakeGuest guest = FakeGuest.at(runtime.socket(3), (in, out) -> in.close())) {
            assertThatThrownBy(() -> GuestPort.tryOpen(runtime, 3, PATIENCE, 1))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(GuestSilentException.class);
            guest.finish();
        }
        assertLockIsFree();
    }

    @Test
    void guestTakesLittleAtATime_everythingArrives() throws Exception {
        byte[] much = new byte[3 << 20];
        much[much.length - 1] = 42;
        try (FakeGuest guest = FakeGuest.greeting(
                runtime.socket(3),
                (in, out) -> assertThat(in.readNBytes(much.length)).isEqualTo(much))) {
            try (GuestPort port = GuestPort.tryOpen(runtime, 3, PATIENCE, 1).orElseThrow()) {
                port.write(much);
                guest.finish();
            }
        }
    }
}
