// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.Look;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class DecodeThreadTest {
    private static final FrameRate RATE = FrameRate.of(10);

    private int made;

    /** Gives frames as long as a test says so. */
    private static final class Producer extends PlainProducer {
        private final BooleanSupplier more;
        private int side = 16;
        private boolean closed;

        Producer(BooleanSupplier more) {
            this.more = more;
        }

        @Override
        public Video video() {
            return new Video(new FrameSize(side, side), 0, RATE, false, false, false, true, 1);
        }

        @Override
        public boolean produce(NativeFrame into) {
            return more.getAsBoolean();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private DecodeThread failing(Throwable failure) {
        return new DecodeThread(
                new Producer(() -> {
                    if (made++ < 2) {
                        return true;
                    }
                    throw sneaky(failure);
                }),
                RATE,
                false);
    }

    private static RuntimeException sneaky(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }

    @Test
    void inputEnds_framesComeAndThenNull() throws InterruptedException {
        try (DecodeThread thread = new DecodeThread(new Producer(() -> made++ < 2), RATE, false)) {
            assertThat(thread.ring().take()).isNotNull();
            assertThat(thread.ring().take()).isNotNull();
            assertThat(thread.ring().take()).isNull();
        }
    }

    @Test
    void libraryIsMissing_thatIsNoEndOfInput() throws InterruptedException {
        UnsatisfiedLinkError failure = new UnsatisfiedLinkError("for a test");
        try (DecodeThread thread = failing(failure)) {
            assertThat(thread.ring().take()).isNotNull();
            assertThat(thread.ring().take()).isNotNull();
            assertThatThrownBy(() -> thread.ring().take()).isSameAs(failure);
        }
    }

    @Test
    void decodingFails_whoTakesFramesGetsTheException() throws InterruptedException {
        IllegalArgumentException failure = new IllegalArgumentException("for a test");
        try (DecodeThread thread = failing(failure)) {
            assertThat(thread.ring().take()).isNotNull();
            assertThat(thread.ring().take()).isNotNull();
            assertThatThrownBy(() -> thread.ring().take()).isSameAs(failure);
        }
    }

    @Test
    void sourceCannotBeMadeOfAProducer_itIsClosed() {
        Producer sizeless = new Producer(() -> false);
        sizeless.side = 0;

        assertThatThrownBy(() -> FfmpegSource.of("none", sizeless, true, null, Look.PLAIN, false))
                .isInstanceOf(RuntimeException.class);
        assertThat(sizeless.closed).isTrue();
    }
}
