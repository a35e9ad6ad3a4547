// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.v4l2;

import io.github.vcam.frame.FourCc;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.v4l2.sys.Errno;
import io.github.vcam.v4l2.sys.Ioctl;
import io.github.vcam.v4l2.sys.NativeMemory;
import io.github.vcam.v4l2.sys.SystemCalls;
import io.github.vcam.v4l2.sys.V4l2;
import io.github.vcam.v4l2.sys.layout.Buffer;
import io.github.vcam.v4l2.sys.layout.Capability;
import io.github.vcam.v4l2.sys.layout.CreateBuffers;
import io.github.vcam.v4l2.sys.layout.DmabufSync;
import io.github.vcam.v4l2.sys.layout.Event;
import io.github.vcam.v4l2.sys.layout.ExportBuffer;
import io.github.vcam.v4l2.sys.layout.Format;
import io.github.vcam.v4l2.sys.layout.FormatDescription;
import io.github.vcam.v4l2.sys.layout.FrameSizes;
import io.github.vcam.v4l2.sys.layout.HeapAllocation;
import io.github.vcam.v4l2.sys.layout.KernelStruct;
import io.github.vcam.v4l2.sys.layout.RequestBuffers;
import io.github.vcam.v4l2.sys.layout.UdmabufCreate;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node in memory that behaves as videobuf2 does, as far as the tests need: one queue at a time, buffers come back
 * when {@link #giveBack} says so, or at once with {@link #consumeAtOnce}. Makes no garbage for a frame.
 */
public final class FakeDevice implements SystemCalls {
    public static final String PATH = "/dev/video10";
    private static final int FD = 7;
    private static final int OTHER_NODE = 8;
    private static final int BELL = 9;

    private final Map<Ioctl, Integer> failures = new EnumMap<>(Ioctl.class);
    private final List<NativeMemory> buffers = new ArrayList<>();
    private final List<NativeMemory> allocated = new ArrayList<>();
    private int memoryKind;
    private int sizeImage;
    private long nextAddress = 0x1000;
    private int exportable;
    private int[] queue = new int[0];
    private int head;
    private int queued;
    private int done;
    private boolean consumeAtOnce;
    private boolean copies;
    private boolean streaming;
    private boolean gone;
    private boolean watched;
    private boolean eventWaits;
    private boolean rung;
    private boolean unknown;
    private final FakeEnd end = new FakeEnd();

    public int capabilities = V4l2.V4L2_CAP_VIDEO_OUTPUT
            | V4l2.V4L2_CAP_VIDEO_CAPTURE
            | V4l2.V4L2_CAP_STREAMING
            | V4l2.V4L2_CAP_READWRITE;
    public List<PixelFormat> formats = List.of(PixelFormat.YUYV, PixelFormat.YU12, PixelFormat.MJPG);
    public int maximumWidth = 1920;
    public int maximumHeight = 1080;
    public int linePadding;
    public int grantedAtMost = 8;
    public int bufferCapabilities =
            V4l2.V4L2_BUF_CAP_SUPPORTS_MMAP | V4l2.V4L2_BUF_CAP_SUPPORTS_USERPTR | V4l2.V4L2_BUF_CAP_SUPPORTS_DMABUF;
    /** A kernel that tells nothing by VIDIOC_REQBUFS. */
    public boolean keepsCapabilitiesToItself;
    /** Memory went away that the queue had still. */
    public boolean freedTooEarly;

    public final FakeDmabufs dmabufs = new FakeDmabufs();
    public NodeFinder finder = new NodeFinder(Path.of("/nonexistent"), Path.of("/dev"));
    public final FakePlaceholder placeholder = new FakePlaceholder();
    /** It has no side but those that it announces. */
    public boolean hidden;

    public int openErrno;
    public int writeErrno;
    public int openFiles;
    public int mappings;
    public long frames;
    public final List<byte[]> taken = new ArrayList<>();
    private FourCc fourCc = PixelFormat.YUYV.fourCc();
    private int width = 640;
    private int height = 480;

    public VideoDevice open(Direction direction) {
        return VideoDevice.open(this, finder, PATH, direction);
    }

    public void fail(Ioctl ioctl, int errno) {
        failures.put(ioctl, errno);
    }

    public void succeed(Ioctl ioctl) {
        failures.remove(ioctl);
    }

    /** Frames are taken and kept in {@link #taken}, and the buffers returned, as soon as they are queued. */
    public void consumeAtOnce(boolean keep) {
        consumeAtOnce = true;
        copies = keep;
    }

    public synchronized void giveBack(int count) {
        done += count;
    }

    public synchronized void vanish() {
        gone = true;
        notifyAll();
    }

    /** The producer leaves, and consumers are told: V4L2_BUF_FLAG_LAST, or read() of nothing. */
    public synchronized void endStream() {
        end.begin();
    }

    /** The producer sends something else from now on, and consumers are told. */
    public synchronized void change(FrameFormat format) {
        become(format);
        end.begin();
    }

    /** The same where nobody is told. */
    public synchronized void become(FrameFormat format) {
        fourCc = format.pixelFormat().fourCc();
        width = format.width();
        height = format.height();
    }

    /** It says another pixel format than it has, one that nobody knows. */
    public synchronized void unknown(boolean value) {
        unknown = value;
    }

    /** Whether frames wait to be taken. */
    public synchronized boolean hasFrames() {
        return done > 0;
    }

    /** Bytes of a buffer, 0 when there is none. */
    public synchronized int buffer(int index) {
        return index < buffers.size() ? buffers.get(index).length() : 0;
    }

    /** Descriptors that are open. */
    public synchronized int openFiles() {
        return openFiles;
    }

    public synchronized boolean isStreaming() {
        return streaming;
    }

    public synchronized int queued() {
        return queued;
    }

    public synchronized ByteBuffer memory(int index) {
        return buffers.get(index).bytes();
    }

    @Override
    public synchronized int open(String path, int flags) {
        if (openErrno != 0) {
            return -openErrno;
        }
        int maker = dmabufs.openDevice(path);
        if (maker < 0) {
            return maker;
        }
        openFiles++;
        return maker > 0 ? maker : path.equals(PATH) ? FD : OTHER_NODE;
    }

    @Override
    public synchronized int close(int fd) {
        if (dmabufs.memory(fd) == null) {
            openFiles--;
        }
        dmabufs.close(fd);
        return 0;
    }

    @Override
    public synchronized int ioctl(int fd, Ioctl request, KernelStruct argument) {
        if (gone) {
            return -Errno.ENODEV;
        }
        if (!failures.isEmpty() && failures.containsKey(request)) {
            return -failures.get(request);
        }
        if (fd != FD) {
            return elsewhere(fd, request, argument);
        }
        return switch (request) {
            case VIDIOC_QUERYCAP -> identify((Capability) argument);
            case VIDIOC_ENUM_FMT -> describe((FormatDescription) argument);
            case VIDIOC_ENUM_FRAMESIZES -> limit((FrameSizes) argument);
            case VIDIOC_G_FMT -> hidden ? -Errno.EINVAL : answer((Format) argument);
            case VIDIOC_S_FMT -> set((Format) argument);
            case VIDIOC_REQBUFS -> allocate((RequestBuffers) argument);
            case VIDIOC_QUERYBUF -> locate((Buffer) argument);
            case VIDIOC_QBUF -> enqueue((Buffer) argument);
            case VIDIOC_DQBUF -> dequeue((Buffer) argument);
            case VIDIOC_STREAMON -> stream(true);
            case VIDIOC_STREAMOFF -> stream(false);
            case VIDIOC_SUBSCRIBE_EVENT -> tell(watched);
            case VIDIOC_DQEVENT -> answer((Event) argument);
            default -> placeholder.ioctl(request, argument);
        };
    }

    /** Another node, which exports what it creates, and those who make dma-bufs. */
    private int elsewhere(int fd, Ioctl request, KernelStruct argument) {
        return switch (request) {
            case VIDIOC_G_FMT -> answer((Format) argument);
            case VIDIOC_CREATE_BUFS -> create((CreateBuffers) argument);
            case VIDIOC_EXPBUF -> export((ExportBuffer) argument);
            case UDMABUF_CREATE -> dmabufs.create((UdmabufCreate) argument);
            case DMA_HEAP_IOCTL_ALLOC -> dmabufs.allocate((HeapAllocation) argument);
            case DMA_BUF_IOCTL_SYNC -> dmabufs.synchronise(fd, (DmabufSync) argument);
            default -> -Errno.ENOTTY;
        };
    }

    private int create(CreateBuffers request) {
        request.index(3);
        exportable = request.sizeImage();
        return dmabufs.exports ? 0 : -Errno.EBUSY;
    }

    private int export(ExportBuffer request) {
        request.fileDescriptor(dmabufs.add(exportable));
        return request.index() == 3 ? 0 : -Errno.EINVAL;
    }

    private int identify(Capability answer) {
        answer.driver("fake").card("Fake").capabilities(capabilities);
        return 0;
    }

    private int describe(FormatDescription answer) {
        if (answer.index() >= formats.size()) {
            return -Errno.EINVAL;
        }
        answer.pixelFormat(formats.get(answer.index()).fourCc().code());
        return 0;
    }

    private int limit(FrameSizes answer) {
        answer.type(V4l2.V4L2_FRMSIZE_TYPE_STEPWISE).maximumWidth(maximumWidth).maximumHeight(maximumHeight);
        return answer.index() == 0 ? 0 : -Errno.EINVAL;
    }

    private int answer(Format answer) {
        FrameFormat format = FrameFormat.of(PixelFormat.find(fourCc).orElseThrow(), width, height);
        int line = format.bytesPerLine() == 0 ? 0 : format.bytesPerLine() + linePadding;
        answer.width(width)
                .height(height)
                .pixelFormat(unknown ? FourCc.of("????").code() : fourCc.code());
        answer.bytesPerLine(line).sizeImage(format.layout(line, 0).sizeImage());
        return 0;
    }

    private int set(Format request) {
        FourCc wanted = new FourCc(request.pixelFormat());
        boolean known = formats.stream().anyMatch(format -> format.fourCc().equals(wanted));
        fourCc = known ? wanted : formats.get(0).fourCc();
        width = Math.min(request.width(), maximumWidth);
        height = Math.min(request.height(), maximumHeight);
        return answer(request);
    }

    private int allocate(RequestBuffers request) {
        // V4L2_MEMORY_x and V4L2_BUF_CAP_SUPPORTS_x happen to be the same bits
        if ((request.memory() & bufferCapabilities) == 0) {
            return -Errno.EINVAL;
        }
        request.capabilities(keepsCapabilitiesToItself ? 0 : bufferCapabilities);
        Format format = new Format();
        answer(format);
        buffers.clear();
        sizeImage = format.sizeImage();
        memoryKind = request.memory();
        request.count(Math.min(request.count(), grantedAtMost));
        for (int i = 0; i < request.count(); i++) {
            buffers.add(FakeDmabufs.memory(1000 + i, format.sizeImage()));
        }
        queue = new int[request.count()];
        stream(false);
        return 0;
    }

    private int locate(Buffer buffer) {
        buffer.length(buffers.get(buffer.index()).length()).offset(buffer.index() * 4096);
        return 0;
    }

    private int enqueue(Buffer buffer) {
        if (buffer.index() >= buffers.size() || queued == queue.length) {
            return -Errno.EINVAL;
        }
        int refusal = memoryKind == V4l2.V4L2_MEMORY_MMAP ? 0 : use(buffer);
        if (refusal < 0) {
            return refusal;
        }
        queue[(head + queued) % queue.length] = buffer.index();
        queued++;
        frames++;
        if (consumeAtOnce) {
            done++;
            keep(buffers.get(buffer.index()).bytes(), buffer.bytesUsed());
        }
        return 0;
    }

    /** Takes memory that somebody brings, as long as it is there, large enough, and nobody else's now. */
    private int use(Buffer buffer) {
        boolean user = memoryKind == V4l2.V4L2_MEMORY_USERPTR;
        NativeMemory brought = user ? allocatedAt(buffer.userPointer()) : dmabufs.memory(buffer.fileDescriptor());
        if (brought == null) {
            return -Errno.EFAULT;
        }
        boolean right = buffer.memory() == memoryKind && buffer.length() >= sizeImage && brought.length() >= sizeImage;
        if (!right || (!user && dmabufs.isTouchable(buffer.fileDescriptor()))) {
            return -Errno.EINVAL;
        }
        buffers.set(buffer.index(), brought);
        return 0;
    }

    private @Nullable NativeMemory allocatedAt(long address) {
        for (int i = 0; i < allocated.size(); i++) {
            if (allocated.get(i).address() == address) {
                return allocated.get(i);
            }
        }
        return null;
    }

    private int dequeue(Buffer buffer) {
        if (done == 0 || queued == 0) {
            return queued == 0 ? -Errno.EAGAIN : end.dequeue(buffer, queue[head]);
        }
        int index = queue[head];
        head = (head + 1) % queue.length;
        done--;
        queued--;
        buffer.index(index).bytesUsed(buffers.get(index).length()).sequence((int) frames);
        buffer.seconds(3).microseconds(14);
        return 0;
    }

    private void keep(ByteBuffer bytes, int length) {
        if (copies) {
            byte[] frame = new byte[length];
            bytes.get(0, frame);
            taken.add(frame);
        }
    }

    /** Somebody begins to take frames, or nobody takes any more. */
    public synchronized void watched(boolean somebody) {
        watched = somebody;
        tell(somebody);
    }

    private int tell(boolean somebody) {
        eventWaits = true;
        watched = somebody;
        notifyAll();
        return 0;
    }

    private int answer(Event event) {
        if (!eventWaits) {
            return -Errno.ENOENT;
        }
        eventWaits = false;
        event.type(V4l2.V4L2LOOPBACK_EVENT_CLIENT_USAGE).clientUsage(watched ? 1 : 0);
        return 0;
    }

    @Override
    public synchronized int pollWithBell(int fd, int events, int bell) {
        boolean interrupted = false;
        while (!gone && !eventWaits && !rung) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return gone ? V4l2.POLLERR | V4l2.POLLHUP : eventWaits ? events : 0;
    }

    @Override
    public int createBell() {
        openFiles++;
        rung = false;
        return BELL;
    }

    @Override
    public synchronized int ring(int bell) {
        rung = true;
        notifyAll();
        return 0;
    }

    private int stream(boolean on) {
        streaming = on;
        if (!on) {
            end.reset();
            queued = 0;
            done = 0;
        }
        return 0;
    }

    @Override
    public int poll(int fd, int events, int timeoutMillis) {
        long deadline = System.nanoTime() + timeoutMillis * 1_000_000L;
        do {
            synchronized (this) {
                if (gone) {
                    return V4l2.POLLERR | V4l2.POLLHUP;
                }
                boolean readable = !streaming && (events & V4l2.POLLIN) != 0;
                if ((done > 0 && queued > 0) || readable || end.isPending()) {
                    return events;
                }
            }
            Thread.onSpinWait();
        } while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted());
        return 0;
    }

    @Override
    public synchronized long read(int fd, NativeMemory memory, int length) {
        if (end.isPending()) {
            end.reset();
            return 0;
        }
        memory.bytes().put(0, (byte) ++frames);
        return length;
    }

    @Override
    public synchronized long write(int fd, NativeMemory memory, int length) {
        if (gone || writeErrno != 0) {
            return gone ? -Errno.ENODEV : -writeErrno;
        }
        frames++;
        keep(memory.bytes(), length);
        return length;
    }

    @Override
    public NativeMemory mmap(int fd, int length, int protection, long offset) {
        mappings++;
        return dmabufs.knows(fd) ? dmabufs.map(fd, length) : buffers.get((int) (offset / 4096));
    }

    @Override
    public int munmap(NativeMemory memory) {
        noteEnd(memory, memoryKind == V4l2.V4L2_MEMORY_DMABUF);
        return 0;
    }

    @Override
    public int createMemoryFile(String name, long size) {
        openFiles++;
        return dmabufs.createMemory(size);
    }

    @Override
    public int pageSize() {
        return dmabufs.pageSize;
    }

    @Override
    public NativeMemory allocate(int length) {
        mappings++;
        NativeMemory memory = FakeDmabufs.memory(nextAddress, length);
        nextAddress += length;
        allocated.add(memory);
        return memory;
    }

    @Override
    public void free(NativeMemory memory) {
        noteEnd(memory, memoryKind == V4l2.V4L2_MEMORY_USERPTR);
        allocated.remove(memory);
    }

    private void noteEnd(NativeMemory memory, boolean lent) {
        mappings--;
        freedTooEarly |= lent && buffers.stream().anyMatch(each -> each.address() == memory.address());
    }
}
