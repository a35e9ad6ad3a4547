// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.DirectIo;
import io.github.vcam.it.support.FrameFile;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.MappedProducer;
import io.github.vcam.it.support.MappedQueue;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Producer;
import io.github.vcam.it.support.Side;
import io.github.vcam.it.support.StampedVideo;
import io.github.vcam.it.support.WatchingProgram;
import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A frame is ordinary memory: the kernel takes it by its pages, straight out of a consumer's mapping. */
class DirectIoIT {
    private static final int FRAMES = 12;

    private final StampedVideo video = Camera.video();
    private final int size = video.format().sizeImage();
    private Path directory = Path.of("");

    /** On the share: the guest keeps nothing of it in a cache, so write() pins the pages that it is given. */
    @BeforeEach
    void make() throws IOException {
        directory = Files.createTempDirectory(Camera.share(), "direct-io-");
    }

    @AfterEach
    void remove() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    /** With four buffers windows stay on their slots; with one, every frame turns it. */
    static Stream<Arguments> ways() {
        return Stream.of(DirectIo.values()).flatMap(way -> Stream.of(Arguments.of(way, 4), Arguments.of(way, 1)));
    }

    @ParameterizedTest(name = "{0}, {1} buffers")
    @MethodSource("ways")
    void frameIsTakenByItsPages_itIsWhole(DirectIo way, int buffers) {
        try (Producer producer = new MappedProducer(video);
                MappedQueue consumer = watch(buffers)) {
            for (int number = 1; number <= FRAMES; number++) {
                producer.send(number);
                int index = consumer.dequeue().index();
                NativeMemory memory = consumer.memory(index);
                assertThat(video.check(way.look(memory, size)))
                        .as("before the program has touched it")
                        .isEqualTo(number);
                assertThat(video.check(memory.bytes().duplicate().limit(size))).isEqualTo(number);
                assertThat(video.check(way.look(memory, size)))
                        .as("after the program has looked at it")
                        .isEqualTo(number);
                video.fill(memory.bytes(), -number);
                assertThat(video.check(way.look(memory, size)))
                        .as("after the program has drawn over it")
                        .isEqualTo(-number);
                consumer.queue(index, 0);
            }
        }
    }

    @Test
    void frameIsTheUserMemoryOfAnotherCamera_itsConsumersGetIt() {
        int second = Camera.number() + 1;
        String path = "/dev/video" + second;
        KernelModule.reload("video_nr=" + Camera.number() + "," + second);
        try (Producer producer = new MappedProducer(video);
                MappedQueue relay = watch(2);
                Node onward = Node.open(path, V4l2.O_RDWR);
                Node end = Node.open(path, V4l2.O_RDWR)) {
            Node.must("S_FMT", onward.setFormat(Side.OUTPUT, video.format()));
            Node.must("REQBUFS", onward.requestBuffers(Side.OUTPUT, V4l2.V4L2_MEMORY_USERPTR, 1));
            Node.must("STREAMON", onward.streamOn(Side.OUTPUT));
            NativeMemory copy = SystemCalls.host().allocate(size);
            for (int number = 1; number <= FRAMES; number++) {
                producer.send(number);
                int index = relay.dequeue().index();
                Node.must("QBUF", onward.call(Ioctl.VIDIOC_QBUF, userPointer(relay.memory(index))));
                assertThat(Node.must("read", end.read(copy, size))).isEqualTo(size);
                assertThat(video.check(copy.bytes().duplicate().limit(size))).isEqualTo(number);
                Node.must("DQBUF", onward.dequeue(Side.OUTPUT, V4l2.V4L2_MEMORY_USERPTR, new Buffer()));
                relay.queue(index, 0);
            }
            SystemCalls.host().free(copy);
        } finally {
            KernelModule.restore();
        }
    }

    private Buffer userPointer(NativeMemory memory) {
        return Node.buffer(Side.OUTPUT, 0)
                .memory(V4l2.V4L2_MEMORY_USERPTR)
                .userPointer(memory.address())
                .length(memory.length())
                .bytesUsed(size)
                .field(V4l2.V4L2_FIELD_NONE);
    }

    @Test
    void yavtaWritesFramesFromItsMappings_everyFileIsWhole() throws IOException {
        WatchingProgram.run(
                video, "yavta", "-c" + FRAMES, "-n4", "-F" + directory.resolve("frame-#.bin"), Camera.path());
        List<Integer> numbers = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                numbers.addAll(FrameFile.numbers(file, video));
            }
        }
        assertThat(numbers).hasSize(FRAMES).doesNotHaveDuplicates();
    }

    @Test
    void v4l2CtlWritesFramesFromItsMappings_theFileHasThemAll() throws IOException {
        Path file = directory.resolve("frames");
        WatchingProgram.run(
                video,
                "v4l2-ctl",
                "-d",
                Camera.path(),
                "--stream-mmap",
                "--stream-count=" + FRAMES,
                "--stream-to=" + file);
        assertThat(FrameFile.numbers(file, video)).hasSize(FRAMES).isSorted().doesNotHaveDuplicates();
    }

    private MappedQueue watch(int buffers) {
        MappedQueue queue = MappedQueue.open(Camera.path(), Side.CAPTURE, video.format(), buffers);
        queue.start();
        return queue;
    }
}
