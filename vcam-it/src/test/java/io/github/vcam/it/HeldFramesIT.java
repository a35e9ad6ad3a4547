// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.MappedQueue;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.v4l2.sys.layout.Buffer;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A dequeued buffer is its program's until it is unmapped, whatever becomes of its queue. */
class HeldFramesIT {
    private static final int LATER_FRAMES = 30;

    private final StampedVideo video = Camera.video();

    /** How a consumer lets go of its queue while it goes on looking at the frames that it has. */
    enum Way {
        STREAMOFF,
        STREAMOFF_AND_REQBUFS,
        /** The mapping keeps the file. */
        CLOSE;

        void of(MappedQueue queue) {
            switch (this) {
                case STREAMOFF -> queue.stop();
                case CLOSE -> queue.closeNode();
                case STREAMOFF_AND_REQBUFS -> {
                    queue.stop();
                    queue.orphan();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void consumerLetsItsQueueGo_theFramesThatItHoldsNeverChange(Way way) {
        try (Producer producer = new MappedProducer(video);
                MappedQueue keeper = watch()) {
            producer.send(1);
            int first = keeper.dequeue().index();
            producer.send(2);
            int second = keeper.dequeue().index(); // not touched before the queue is gone
            assertThat(number(keeper, first)).isEqualTo(1);
            way.of(keeper);
            for (int number = 3; number <= LATER_FRAMES; number++) {
                producer.send(number);
                assertThat(number(keeper, first)).isEqualTo(1);
                assertThat(number(keeper, second)).isEqualTo(2);
            }
        }
    }

    @Test
    void heldFrameWasDrawnOver_theDrawingStays() {
        try (Producer producer = new MappedProducer(video);
                MappedQueue keeper = watch()) {
            producer.send(1);
            int held = keeper.dequeue().index();
            video.fill(keeper.memory(held).bytes(), 4711);
            keeper.stop();
            for (int number = 2; number <= LATER_FRAMES; number++) {
                producer.send(number);
                assertThat(number(keeper, held)).isEqualTo(4711);
            }
        }
    }

    @Test
    void consumerStartsAgain_theBufferThatItHeldIsFilledAnew() {
        try (Producer producer = new MappedProducer(video);
                MappedQueue keeper = watch()) {
            producer.send(1);
            int held = keeper.dequeue().index();
            keeper.stop();
            producer.send(2);
            assertThat(number(keeper, held)).isEqualTo(1);
            keeper.start();
            boolean filled = false;
            for (int number = 3; number <= LATER_FRAMES; number++) {
                producer.send(number);
                Buffer buffer = keeper.dequeue();
                // the first one is the newest of those that were there at the start
                assertThat(number(keeper, buffer.index())).isIn(number - 1, number);
                filled |= buffer.index() == held;
                keeper.queue(buffer.index(), 0);
            }
            assertThat(filled).as("the buffer was filled again").isTrue();
        }
    }

    @Test
    void theNextProducerHasAnotherFormat_aHeldFrameStaysAsItIs() {
        StampedVideo larger = StampedVideo.of(FrameFormat.of(PixelFormat.YUYV, 640, 480));
        try (MappedQueue keeper = watch()) {
            int held;
            try (Producer producer = new MappedProducer(video)) {
                producer.send(1);
                held = keeper.dequeue().index();
            }
            try (Producer producer = new MappedProducer(larger)) {
                for (int number = 2; number <= LATER_FRAMES; number++) {
                    producer.send(number);
                    assertThat(number(keeper, held)).isEqualTo(1);
                    if (number == LATER_FRAMES / 2) {
                        keeper.stop();
                        keeper.orphan();
                    }
                }
            }
        }
    }

    private MappedQueue watch() {
        MappedQueue queue = MappedQueue.open(Camera.path(), Side.CAPTURE, video.format(), 4);
        queue.start();
        return queue;
    }

    private int number(MappedQueue queue, int index) {
        ByteBuffer frame = queue.memory(index).bytes().duplicate();
        return video.check(frame.limit(video.format().sizeImage()));
    }
}
