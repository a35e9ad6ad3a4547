// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.feed.EverybodysFormat;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.feed.Inputs;
import io.github.vcam.feed.Outputs;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PlaneLayout;
import io.github.vcam.producer.CameraOutput;
import io.github.vcam.producer.FrameDemand;
import io.github.vcam.producer.StreamingMethod;
import io.github.vcam.source.FrameSource;
import io.github.vcam.source.InputAccess;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.OwnedDevice;
import io.github.vcam.v4l2.VideoDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A camera of this process whose picture it changes while others look, on a device that is there or on one of its own. A
 * thread of its own sends the frames.
 */
public final class DirectedCamera implements Directable, AutoCloseable {
    /** Until the first frame is on its way, when nobody can be behind yet. */
    private static final Duration BEGIN_LIMIT = Duration.ofSeconds(20);

    private final FeedRequest request;
    private final Duration limit;
    private final PlaneLayout layout;
    private final FrameRate rate;
    private final StreamingMethod method;
    private final Object changing = new Object();

    /** What is to be shown after the camera was away; for who holds the lock of changes. */
    private @Nullable Scene waiting;

    // changed by who holds both locks
    private @Nullable OwnedDevice owned;
    private @Nullable SceneSender sender;

    private boolean closed;

    private DirectedCamera(
            FeedRequest request, Duration limit, @Nullable OwnedDevice owned, CameraOutput output, Scene scene) {
        this.request = request;
        this.limit = limit;
        this.owned = owned;
        this.layout = output.layout();
        this.method = output.method();
        this.rate = request.rate() == null ? scene.rate() : request.rate();
        this.sender = new SceneSender(request.device(), output, rate, scene, request.onDemand());
    }

    /**
     * Begins to show an input on a device that is there.
     *
     * @param device the node, by path, number or card label
     * @param format what consumers get, whatever is shown
     * @param input a file, a URL, an image, {@code pattern:name} or {@code lavfi:graph}
     * @param limit how long a change may take until everybody has it
     */
    public static DirectedCamera open(String device, FrameFormat format, FrameRate rate, String input, Duration limit) {
        return open(
                FeedRequest.of(input, device)
                        .withFormat(format.pixelFormat())
                        .withSize(format.size())
                        .withRate(rate)
                        .withLoop(true),
                limit);
    }

    /**
     * The same as a request says. Without a size or a rate in it the camera has those of this input; without a format, one
     * that every program takes. An input that is not repeated stays on its last frame. On demand it rests, open, while nobody
     * takes frames, and goes on where it was. The duration does not matter.
     */
    public static DirectedCamera open(FeedRequest request, Duration limit) {
        return open(request, limit, null);
    }

    /**
     * The same on a device of its own, which goes with the camera, and with this process, though programs have it open. The
     * device in the request does not matter.
     *
     * @param label the name that programs show, at most 31 bytes
     */
    public static DirectedCamera make(String label, OwnedDevice.Form form, FeedRequest request, Duration limit) {
        return make(OwnedDevice.add(label, form), request, limit);
    }

    /**
     * The same on a device that it owns from then on, also when it fails.
     *
     * @param owned nobody feeds it yet
     */
    public static DirectedCamera make(OwnedDevice owned, FeedRequest request, Duration limit) {
        try {
            return open(request.withDevice(owned.node()), limit, owned);
        } catch (RuntimeException e) {
            owned.close();
            throw e;
        }
    }

    private static DirectedCamera open(FeedRequest request, Duration limit, @Nullable OwnedDevice owned) {
        boolean loop = request.loop() && !Inputs.isStream(request.input()); // a pipe may go when it is open
        FrameSource given = Inputs.open(request.withLoop(false));
        CameraOutput output;
        try {
            output = Outputs.open(
                    request, EverybodysFormat.of(given), given.rate(), given.colours(), device(request, owned));
        } catch (RuntimeException e) {
            given.close();
            throw e;
        }
        DirectedCamera camera;
        try {
            Scene scene = Scene.of(request.input(), given, output.layout(), loop);
            camera = new DirectedCamera(request, limit, owned, output, scene);
        } catch (RuntimeException e) {
            output.close();
            throw e;
        }
        try {
            camera.connected().awaitFirst(BEGIN_LIMIT);
        } catch (RuntimeException e) {
            camera.close();
            throw e;
        }
        return camera;
    }

    private static VideoDevice device(FeedRequest request, @Nullable OwnedDevice owned) {
        return owned == null ? VideoDevice.open(request.device(), Direction.OUTPUT) : owned.open();
    }

    /** The node that a producer opens, by whatever it was named; the last one while the camera is away. */
    public synchronized String device() {
        return owned == null ? request.device() : owned.node();
    }

    /** The node that consumers open; the last one while the camera is away. */
    public synchronized String consumerDevice() {
        return owned == null ? request.device() : owned.consumerNode();
    }

    /** What consumers get. */
    public FrameFormat format() {
        return layout.format();
    }

    public FrameRate rate() {
        return rate;
    }

    /** How frames travel, never AUTO. */
    public StreamingMethod method() {
        return method;
    }

    /** Frames that went out since the device was there. */
    public synchronized long sent() {
        return sender == null ? 0 : sender.sent();
    }

    /** Whether the device is there. */
    public synchronized boolean isConnected() {
        return sender != null;
    }

    private synchronized @Nullable SceneSender sender() {
        if (closed) {
            throw new IllegalStateException("the camera was closed");
        }
        return sender;
    }

    private SceneSender connected() {
        SceneSender now = sender();
        if (now == null) {
            throw new IllegalStateException("the camera is away");
        }
        return now;
    }

    private Scene scene(String input) {
        return scene(input, InputAccess.USUAL);
    }

    private Scene scene(String input, InputAccess access) {
        boolean loop = !Inputs.isStream(input);
        FeedRequest wanted = request.withInput(input)
                .withAccess(access)
                .withSize(layout.format().size())
                .withRate(rate)
                .withLoop(false);
        return Scene.of(input, Inputs.open(wanted), layout, loop);
    }

    @Override
    public void show(Path picture) {
        play(picture.toAbsolutePath().toString());
    }

    @Override
    public void play(String input) {
        play(input, InputAccess.USUAL);
    }

    /** The same for an input that is opened otherwise than usual. */
    public void play(String input, InputAccess access) {
        synchronized (changing) {
            sender();
            change(scene(input, access));
        }
    }

    @Override
    public void black() {
        play(nothing());
    }

    private String nothing() {
        return "lavfi:color=c=black:s=" + layout.format().size() + ":r=" + rate;
    }

    @Override
    public void seek(Duration time) {
        synchronized (changing) {
            SceneSender now = sender();
            Scene next = scene(now == null ? away().input() : now.input()); // frames go out meanwhile
            next.frozen = now == null ? away().frozen : now.isFrozen();
            try {
                next.seek(time, limit);
            } catch (RuntimeException e) {
                next.close();
                throw e;
            }
            change(next);
        }
    }

    @Override
    public void freeze() {
        rest(true);
    }

    @Override
    public void resume() {
        rest(false);
    }

    private void rest(boolean frozen) {
        synchronized (changing) {
            SceneSender now = sender();
            if (now == null) {
                away().frozen = frozen;
            } else {
                now.rest(frozen);
                now.awaitTaken(limit);
            }
        }
    }

    private void change(Scene next) {
        SceneSender now = sender();
        if (now == null) {
            away().close();
            waiting = next;
        } else {
            now.show(next);
            now.awaitTaken(limit);
        }
    }

    private Scene away() {
        Scene scene = waiting;
        if (scene == null) {
            throw new IllegalStateException("the camera was closed");
        }
        return scene;
    }

    @Override
    public void disconnect() {
        synchronized (changing) {
            SceneSender now = sender();
            OwnedDevice device = own();
            if (now == null) {
                return;
            }
            String input = now.input();
            now.beginEnd();
            device.close(); // before the output, so that nobody sees a producer that merely leaves
            Optional<Scene> scene = now.end();
            synchronized (this) {
                sender = null;
            }
            waiting = scene.orElseGet(() -> again(input));
        }
    }

    /** An input that hangs is opened anew; black where it cannot be. */
    private Scene again(String input) {
        try {
            return scene(input);
        } catch (VcamException e) {
            return scene(nothing());
        }
    }

    private synchronized OwnedDevice own() {
        if (owned == null) {
            throw new IllegalStateException(request.device() + " is not this camera's own");
        }
        return owned;
    }

    @Override
    public void reconnect() {
        synchronized (changing) {
            SceneSender now = sender();
            OwnedDevice before = own();
            if (now != null) {
                return;
            }
            OwnedDevice device = before.addAgain();
            SceneSender next;
            try {
                next = sender(device);
            } catch (RuntimeException e) {
                device.close();
                throw e;
            }
            synchronized (this) {
                owned = device;
                sender = next;
                waiting = null;
            }
            next.awaitFirst(BEGIN_LIMIT);
        }
    }

    private SceneSender sender(OwnedDevice device) {
        FrameDemand demand = FrameDemand.exactly(layout.format(), rate).withColours(layout.colours());
        CameraOutput output = CameraOutput.open(device.open(), method, demand, request.buffers());
        if (output.layout().equals(layout)) {
            return new SceneSender(device.node(), output, rate, away(), request.onDemand());
        }
        output.close();
        throw new VcamException(
                CoreError.FORMAT_REFUSED,
                device.node() + " wants rows of other lengths than before: " + output.layout());
    }

    /**
     * Waits until it fails, as when somebody else removes its device; fails so. A camera that is away does not.
     *
     * @return whether it has ended, because it was closed; false at the limit
     */
    public boolean awaitEnd(Duration most) throws InterruptedException {
        SceneSender now;
        synchronized (this) {
            if (closed) {
                return true;
            }
            now = sender;
        }
        if (now == null) {
            Thread.sleep(most.toMillis());
            return false;
        }
        return now.awaitEnd(most) && isClosed();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Ends the stream, and takes away the device if it is its own. */
    @Override
    public void close() {
        SceneSender now;
        synchronized (this) {
            closed = true;
            now = sender;
        }
        if (now != null) {
            now.beginEnd();
        }
        synchronized (changing) {
            SceneSender last;
            synchronized (this) {
                last = sender;
                sender = null;
            }
            if (last != null) {
                last.end().ifPresent(Scene::close);
            }
            if (waiting != null) {
                waiting.close();
                waiting = null;
            }
            synchronized (this) {
                if (owned != null) {
                    owned.close();
                }
            }
        }
    }
}
