// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.frame.FourCc;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCallException;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import io.github.vcam.v4l2.sys.layout.Capability;
import io.github.vcam.v4l2.sys.layout.Control;
import io.github.vcam.v4l2.sys.layout.CreateBuffers;
import io.github.vcam.v4l2.sys.layout.Event;
import io.github.vcam.v4l2.sys.layout.EventSubscription;
import io.github.vcam.v4l2.sys.layout.ExportBuffer;
import io.github.vcam.v4l2.sys.layout.Format;
import io.github.vcam.v4l2.sys.layout.FormatDescription;
import io.github.vcam.v4l2.sys.layout.FrameSizes;
import io.github.vcam.v4l2.sys.layout.IntArgument;
import io.github.vcam.v4l2.sys.layout.KernelStruct;
import io.github.vcam.v4l2.sys.layout.RequestBuffers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One opener of a node, with the kernel's answers as they are: methods that return an int return minus errno on
 * failure. What a test takes for granted goes through {@link #must}.
 */
public final class Node implements AutoCloseable {
    private final SystemCalls system = SystemCalls.host();
    private final int fd;

    private Node(int fd) {
        this.fd = fd;
    }

    public static Node open() {
        return open(Camera.path(), V4l2.O_RDWR);
    }

    public static Node open(int flags) {
        return open(Camera.path(), flags);
    }

    public static Node open(String path, int flags) {
        int fd = SystemCalls.host().open(path, flags | V4l2.O_CLOEXEC);
        if (fd < 0) {
            throw new SystemCallException("open " + path, -fd);
        }
        return new Node(fd);
    }

    /** Fails the test unless the call succeeded; the answer otherwise. */
    public static int must(String what, int answer) {
        assertThat(answer)
                .as("%s: %s", what, answer < 0 ? Errno.name(-answer) : "")
                .isNotNegative();
        return answer;
    }

    int descriptor() {
        return fd;
    }

    public int call(Ioctl request, KernelStruct argument) {
        return system.ioctl(fd, request, argument);
    }

    public Capability capabilities() {
        Capability answer = new Capability();
        must("QUERYCAP", call(Ioctl.VIDIOC_QUERYCAP, answer));
        return answer;
    }

    /** Sets the format; a Format or what the kernel made of it is in {@link #format}. */
    public int setFormat(Side side, FrameFormat format) {
        return call(Ioctl.VIDIOC_S_FMT, wanted(side, format));
    }

    /** Sets the format, asking for the layout's lines and size, too. */
    public int setFormat(Side side, PlaneLayout layout) {
        Format wanted = wanted(side, layout.format());
        return call(
                Ioctl.VIDIOC_S_FMT, wanted.bytesPerLine(layout.bytesPerLine()).sizeImage(layout.sizeImage()));
    }

    private static Format wanted(Side side, FrameFormat format) {
        return new Format()
                .type(side.type)
                .width(format.width())
                .height(format.height())
                .pixelFormat(format.pixelFormat().fourCc().code())
                .field(V4l2.V4L2_FIELD_NONE);
    }

    public Format format(Side side) {
        Format answer = new Format().type(side.type);
        must("G_FMT", call(Ioctl.VIDIOC_G_FMT, answer));
        return answer;
    }

    /** Every pixel format that this side enumerates. */
    public List<FourCc> formats(Side side) {
        List<FourCc> formats = new ArrayList<>();
        FormatDescription entry = new FormatDescription().type(side.type);
        while (call(Ioctl.VIDIOC_ENUM_FMT, entry.index(formats.size())) == 0) {
            formats.add(new FourCc(entry.pixelFormat()));
        }
        return formats;
    }

    /** The first size that is enumerated for a format. */
    public FrameSizes sizes(FourCc format) {
        FrameSizes answer = new FrameSizes().pixelFormat(format.code());
        must("ENUM_FRAMESIZES", call(Ioctl.VIDIOC_ENUM_FRAMESIZES, answer));
        return answer;
    }

    public int setControl(LoopbackControl control, int value) {
        return call(Ioctl.VIDIOC_S_CTRL, new Control().id(control.id).value(value));
    }

    public int control(LoopbackControl control) {
        return control(control.id);
    }

    /** The same of a control of V4L2's own. */
    public int control(int id) {
        Control answer = new Control().id(id);
        must("G_CTRL", call(Ioctl.VIDIOC_G_CTRL, answer));
        return answer.value();
    }

    /** Asks for mapped buffers; returns how many were given. */
    public int requestBuffers(Side side, int count) {
        return requestBuffers(side, V4l2.V4L2_MEMORY_MMAP, count);
    }

    /** Asks for buffers in this kind of memory; returns how many were given. */
    public int requestBuffers(Side side, int memory, int count) {
        RequestBuffers request =
                new RequestBuffers().count(count).type(side.type).memory(memory);
        int answer = call(Ioctl.VIDIOC_REQBUFS, request);
        return answer < 0 ? answer : request.count();
    }

    /** Adds mapped buffers of at least {@code size} bytes; returns the index of the first. */
    public int createBuffers(Side side, int count, int size) {
        Format format = format(side);
        CreateBuffers request = new CreateBuffers()
                .count(count)
                .memory(V4l2.V4L2_MEMORY_MMAP)
                .format(format)
                .sizeImage(Math.max(size, format.sizeImage()));
        int answer = call(Ioctl.VIDIOC_CREATE_BUFS, request);
        if (answer < 0) {
            return answer;
        }
        assertThat(request.count()).as("buffers that CREATE_BUFS gave").isEqualTo(count);
        return request.index();
    }

    /** A descriptor of a mapped buffer's memory. */
    public int export(Side side, int index) {
        ExportBuffer request = new ExportBuffer().type(side.type).index(index).flags(V4l2.O_RDWR | V4l2.O_CLOEXEC);
        int answer = call(Ioctl.VIDIOC_EXPBUF, request);
        return answer < 0 ? answer : request.fileDescriptor();
    }

    public NativeMemory map(Side side, int index) {
        Buffer buffer = buffer(side, index);
        must("QUERYBUF", call(Ioctl.VIDIOC_QUERYBUF, buffer));
        return system.mmap(
                fd, buffer.length(), V4l2.PROT_READ | V4l2.PROT_WRITE, Integer.toUnsignedLong(buffer.offset()));
    }

    public void unmap(NativeMemory memory) {
        must("munmap", system.munmap(memory));
    }

    public int queue(Side side, int index, int bytesUsed) {
        return call(Ioctl.VIDIOC_QBUF, buffer(side, index).bytesUsed(bytesUsed).field(V4l2.V4L2_FIELD_NONE));
    }

    /** Takes a buffer out of the queue into {@code buffer}. */
    public int dequeue(Side side, Buffer buffer) {
        return dequeue(side, V4l2.V4L2_MEMORY_MMAP, buffer);
    }

    public int dequeue(Side side, int memory, Buffer buffer) {
        buffer.clear();
        return call(Ioctl.VIDIOC_DQBUF, buffer.type(side.type).memory(memory));
    }

    public int streamOn(Side side) {
        return call(Ioctl.VIDIOC_STREAMON, new IntArgument().value(side.type));
    }

    /** STREAMON of a type that may be none of the node's. */
    public int streamOn(int type) {
        return call(Ioctl.VIDIOC_STREAMON, new IntArgument().value(type));
    }

    /** STREAMOFF of a type that may be none of the node's. */
    public int streamOff(int type) {
        return call(Ioctl.VIDIOC_STREAMOFF, new IntArgument().value(type));
    }

    public int streamOff(Side side) {
        return call(Ioctl.VIDIOC_STREAMOFF, new IntArgument().value(side.type));
    }

    /** Asks to be told of an event, V4L2_EVENT_*. */
    public void subscribe(int event) {
        must("SUBSCRIBE_EVENT", call(Ioctl.VIDIOC_SUBSCRIBE_EVENT, new EventSubscription().type(event)));
    }

    /** The next event, which has to come. */
    public Event nextEvent() {
        assertThat(poll(V4l2.POLLPRI, Consumer.PATIENCE) & V4l2.POLLPRI)
                .as("an event")
                .isNotZero();
        Event event = new Event();
        must("DQEVENT", call(Ioctl.VIDIOC_DQEVENT, event));
        return event;
    }

    /** The POLL flags that are there within the time, 0 for none. */
    public int poll(int events, Duration patience) {
        return system.poll(fd, events, Math.toIntExact(patience.toMillis()));
    }

    public int read(NativeMemory memory, int length) {
        return Math.toIntExact(system.read(fd, memory, length));
    }

    public int write(NativeMemory memory, int length) {
        return Math.toIntExact(system.write(fd, memory, length));
    }

    /** The argument of the calls on one mapped buffer. */
    public static Buffer buffer(Side side, int index) {
        return new Buffer().index(index).type(side.type).memory(V4l2.V4L2_MEMORY_MMAP);
    }

    @Override
    public void close() {
        must("close", system.close(fd));
    }
}
