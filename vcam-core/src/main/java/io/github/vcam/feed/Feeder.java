// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.feed;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.ffmpeg.ConvertedSource;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.producer.CameraOutput;
import io.github.vcam.producer.StreamingMethod;
import io.github.vcam.source.FrameSource;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.VideoDevice;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plays one input, or a program's own frames, into one node. {@link #run} is for one thread, {@link #stop} for any. Opening fails with the id of
 * what is wrong; from then on every end is told by {@link FeedStats}.
 */
public final class Feeder implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration DRAIN = Duration.ofMillis(500);
    private static final long PROGRESS_NANOS = 1_000_000_000L;

    private final FeedRequest request;
    private final Supplier<FrameSource> inputs;
    private final CameraOutput output;
    private final Time time;
    private final FrameRate rate;
    private final Demand demand;
    private final Object running = new Object();
    private @Nullable Thread runner;
    private volatile boolean stopped;
    private boolean closed;
    private FrameSource source;
    private Pacer pacer;
    private final List<String> warnings = new ArrayList<>();
    private long late;
    private long dropped;
    private long sent;
    private long bytes;
    private long begun;
    private long firstFrame;
    private @Nullable VcamException failure;

    private Feeder(
            FeedRequest request, Supplier<FrameSource> inputs, FrameSource source, CameraOutput output, Time time) {
        this.request = request;
        this.inputs = inputs;
        this.source = source;
        this.output = output;
        this.time = time;
        this.rate = source.rate();
        this.pacer = new Pacer(rate, time);
        this.demand = request.onDemand() ? Demand.of(output, time) : Demand.always(time);
        if (request.onDemand() && !demand.isKnown()) {
            warnings.add(
                    request.device() + " does not tell whether programs take frames: the input plays all the time");
        }
    }

    /** Opens input and device and agrees on a format. */
    public static Feeder open(FeedRequest request) {
        if (request.onDemand()) {
            Inputs.requireRepeatable(request.input());
        }
        return open(request, () -> Inputs.open(request));
    }

    /**
     * As {@link #open(FeedRequest)}, for a program's own frames instead of the request's input, whose name, options, look,
     * loop and rate do not matter then; the camera has the request's format and size where these are said.
     *
     * @param sources makes what is played, now and, on demand, again each time that somebody comes; the feeder closes each
     */
    public static Feeder open(FeedRequest request, Supplier<FrameSource> sources) {
        return open(request, sources, () -> VideoDevice.open(request.device(), Direction.OUTPUT), Time.REAL);
    }

    /** As {@link #open(FeedRequest)}, over sources and a device that it owns. */
    static Feeder open(FeedRequest request, Supplier<FrameSource> inputs, Supplier<VideoDevice> device, Time time) {
        FrameSource source = inputs.get();
        try {
            return open(request, inputs, source, device.get(), time);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private static Feeder open(
            FeedRequest request, Supplier<FrameSource> inputs, FrameSource given, VideoDevice device, Time time) {
        List<FrameFormat> own = List.of(given.nativeFormat(), given.rawFormat());
        CameraOutput output = Outputs.open(request, own, given.rate(), given.colours(), device);
        try {
            return new Feeder(request, inputs, ConvertedSource.delivering(given, output.layout()), output, time);
        } catch (RuntimeException e) {
            output.close();
            throw e;
        }
    }

    /** Plays with {@link #open} and {@link #run}, and closes. */
    public static FeedStats feed(FeedRequest request, FeedListener listener) {
        try (Feeder feeder = open(request)) {
            return feeder.run(listener);
        }
    }

    /** What the device gets. */
    public FrameFormat format() {
        return output.layout().format();
    }

    public FrameRate rate() {
        return rate;
    }

    /** The method in use, never AUTO. */
    public StreamingMethod method() {
        return output.method();
    }

    public int bufferCount() {
        return output.bufferCount();
    }

    /**
     * Plays until the input ends, the duration is over, {@link #stop} is called, the thread is interrupted (the flag
     * stays set) or something fails.
     */
    public FeedStats run(FeedListener listener) {
        if (closed) {
            throw new IllegalStateException("the feeder was closed");
        }
        begun = time.now();
        FeedStats.End end;
        begin();
        try {
            end = loop(listener);
            output.drain(DRAIN);
        } catch (VcamException e) {
            failure = e;
            end = e.code() == CoreError.DEVICE_VANISHED ? FeedStats.End.DEVICE_LOST : FeedStats.End.FAILED;
        } finally {
            end();
        }
        return stats(end);
    }

    private void begin() {
        synchronized (running) {
            runner = Thread.currentThread();
        }
    }

    private void end() {
        synchronized (running) {
            runner = null;
            if (stopped) {
                Thread.interrupted(); // it was ours, see stop()
            }
        }
    }

    private FeedStats.End loop(FeedListener listener) {
        long reported = begun;
        while (!stopped) {
            if (isOver()) {
                return FeedStats.End.DURATION_REACHED;
            }
            if (sent > 0 && !demand.isThere() && !rest(listener)) {
                return isOver() ? FeedStats.End.DURATION_REACHED : FeedStats.End.STOPPED;
            }
            if (!source.next()) {
                return Thread.currentThread().isInterrupted() ? FeedStats.End.STOPPED : FeedStats.End.END_OF_INPUT;
            }
            ByteBuffer buffer = output.acquire(PATIENCE);
            if (buffer == null) {
                return FeedStats.End.STOPPED;
            }
            int used = source.writeTo(buffer);
            if (!pacer.await()) {
                return FeedStats.End.STOPPED;
            }
            output.submit(used);
            bytes += used;
            sent++;
            if (sent == 1) {
                firstFrame = time.now() - begun;
                listener.started(this);
            }
            long now = time.now();
            if (now - reported >= PROGRESS_NANOS) {
                reported = now;
                listener.progress(stats(FeedStats.End.RUNNING));
            }
        }
        return FeedStats.End.STOPPED;
    }

    /** Closes the input until somebody looks, and then begins anew; false when the feed ends before. */
    private boolean rest(FeedListener listener) {
        source.close();
        listener.watched(false);
        if (!demand.await(nanosLeft())) {
            return false;
        }
        FrameSource anew = ConvertedSource.delivering(inputs.get(), output.layout());
        late += pacer.late();
        dropped += source.dropped();
        warnings.addAll(source.warnings());
        source = anew;
        pacer = new Pacer(rate, time);
        listener.watched(true);
        return true;
    }

    private long nanosLeft() {
        Duration limit = request.duration();
        return limit == null ? Long.MAX_VALUE : limit.toNanos() - (time.now() - begun - firstFrame);
    }

    private boolean isOver() {
        Duration limit = request.duration();
        if (limit == null || sent == 0) {
            return false;
        }
        long nanos = limit.toNanos();
        return rate.nanosAt(sent) >= nanos || time.now() - begun - firstFrame >= nanos;
    }

    private FeedStats stats(FeedStats.End end) {
        return new FeedStats(
                sent,
                late + pacer.late(),
                dropped + source.dropped(),
                bytes,
                Duration.ofNanos(time.now() - begun),
                Duration.ofNanos(firstFrame),
                end == FeedStats.End.RUNNING ? List.of() : allWarnings(),
                end,
                failure);
    }

    private List<String> allWarnings() {
        return Stream.concat(warnings.stream(), source.warnings().stream())
                .distinct()
                .toList();
    }

    /** Ends {@link #run} before its next frame, whatever it waits for. */
    public void stop() {
        synchronized (running) {
            stopped = true;
            if (runner != null) {
                runner.interrupt();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            source.close();
        } finally {
            output.close();
        }
    }
}
