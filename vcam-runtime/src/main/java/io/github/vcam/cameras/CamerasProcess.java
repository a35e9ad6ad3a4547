// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.cameras;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.OwnCamera;
import io.github.vcam.runtime.OwnCamera.Playing;
import io.github.vcam.runtime.Place;
import io.github.vcam.runtime.file.DirectoryTree;
import io.github.vcam.runtime.kernel.ModuleState;
import io.github.vcam.runtime.process.FileLocks;
import io.github.vcam.runtime.worker.CameraOrder;
import io.github.vcam.runtime.worker.WorkerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that keeps cameras until it is told to end by SIGTERM, until all of them have ended by themselves, or until
 * nobody has looked at one for a long time. However it ends, its cameras go with it. Argument: the directory of a
 * {@link StartedCameras}.
 */
final class CamerasProcess {
    private static final Logger LOG = LoggerFactory.getLogger(CamerasProcess.class);
    private static final Duration OTHERS_LIMIT = Duration.ofSeconds(10);
    private static final Duration CAMERA_LIMIT = Duration.ofMinutes(2);
    private static final int ATTEMPTS = 3;
    private static final Duration FAREWELL = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LOOK_FOR_CONSUMERS = Duration.ofMinutes(1);

    private final CamerasDirectory directory;
    private final CamerasOrder order;
    private final CountDownLatch told = new CountDownLatch(1);
    private final List<OwnCamera> cameras = new ArrayList<>();

    private CamerasProcess(CamerasDirectory directory, CamerasOrder order) {
        this.directory = directory;
        this.order = order;
    }

    public static void main(String[] arguments) throws IOException {
        CamerasDirectory directory = new CamerasDirectory(Path.of(arguments[0]));
        Optional<FileLocks.Held> alone = FileLocks.lock(directory.lock(), OTHERS_LIMIT);
        if (alone.isEmpty()) {
            throw new IOException("another program keeps cameras for " + directory.path());
        }
        try {
            CamerasProcess process =
                    new CamerasProcess(directory, CamerasOrder.fromJson(Files.readString(directory.order())));
            Runtime.getRuntime().addShutdownHook(process.farewell(Thread.currentThread()));
            directory.writeProcess();
            process.run();
        } finally {
            directory.forget();
            alone.get().close();
        }
    }

    /** At SIGTERM the cameras go before this process does. */
    private Thread farewell(Thread main) {
        return new Thread(
                () -> {
                    told.countDown();
                    try {
                        main.join(FAREWELL.toMillis());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "farewell");
    }

    private void run() throws IOException {
        try (Place place = Place.open(order.options())) {
            try (ControlServer server = ControlServer.bind(order.control().port())) {
                start(place);
                ControlHandler handler = control(server, place);
                tell(server);
                keep(place, handler);
            } finally {
                Files.deleteIfExists(directory.cameras());
                cameras.forEach(OwnCamera::close);
                DirectoryTree.delete(directory.pictures());
            }
        } catch (VcamException e) {
            LOG.error("the cameras could not be started", e);
            directory.writeFailure(new WorkerEvent.Failed(e.code().id(), String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Another build whose last camera goes unloads the module; may be after somebody saw here that it was loaded. */
    private void start(Place place) {
        for (int attempt = 1; ; attempt++) {
            try {
                startAll(place);
                return;
            } catch (VcamException e) {
                if (attempt == ATTEMPTS || e.code() != CoreError.DEVICE_ABSENT) {
                    throw e;
                }
                LOG.info("the module is loaded once more: {}", e.getMessage());
                cameras.forEach(OwnCamera::close);
                cameras.clear();
                place.loadForOwn();
            }
        }
    }

    private void startAll(Place place) {
        for (CameraOrder camera : order.cameras()) {
            cameras.add(place.start(camera));
        }
        cameras.forEach(camera -> camera.awaitPlaying(CAMERA_LIMIT));
    }

    private List<Playing> playing() {
        return cameras.stream().map(camera -> camera.awaitPlaying(CAMERA_LIMIT)).toList();
    }

    private synchronized void tell(ControlServer server) throws IOException {
        CamerasFile.of(order.where(), server.url(), server.guard().token(), playing())
                .write(directory.cameras());
    }

    /** A camera that came back may have another device. */
    private void tellAgain(ControlServer server) {
        try {
            tell(server);
        } catch (IOException e) {
            LOG.error("{} could not be written anew", directory.cameras(), e);
        }
    }

    private ControlHandler control(ControlServer server, Place place) {
        ControlHandler handler = new ControlHandler(
                server.guard(),
                cameras.stream()
                        .map(camera -> new ControlledCamera(
                                camera, () -> camera.awaitPlaying(CAMERA_LIMIT), camera::isConnected))
                        .toList(),
                new ControlBody(directory.pictures(), ControlBody.USUAL),
                order.control().base(),
                () -> tellAgain(server));
        server.answer(handler);
        if (place.vm().isPresent()) {
            relay(server, cameras.get(0));
        }
        return handler;
    }

    /** Programs in the micro-VM, which has no network, find the control where those of this machine do. */
    private static void relay(ControlServer server, OwnCamera camera) {
        try {
            camera.listen(server.port(), new ControlRelay(server.port(), camera::relay));
        } catch (VcamException e) {
            LOG.warn("programs in the micro-VM cannot direct the cameras: {}", e.getMessage());
        }
    }

    private void keep(Place place, ControlHandler handler) throws InterruptedException {
        long watched = System.nanoTime();
        long looked = watched;
        List<OwnCamera> living = new ArrayList<>(cameras);
        while (!living.isEmpty() && !told.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            living.removeIf(CamerasProcess::hasEnded);
            long now = System.nanoTime();
            if (now - looked > LOOK_FOR_CONSUMERS.toNanos()) {
                looked = now;
                watched = isWatched(place) ? now : Math.max(watched, handler.used());
                if (now - watched > order.idle().toNanos()) {
                    LOG.warn("nobody has looked for {}, so the cameras go", order.idle());
                    return;
                }
            }
        }
    }

    private static boolean hasEnded(OwnCamera camera) {
        try {
            camera.throwIfEnded();
            return false;
        } catch (VcamException e) {
            LOG.warn("{} has ended: {}", camera.label(), e.getMessage());
            return true;
        }
    }

    /** Whether somebody takes frames, of any camera there; who may not know that takes it for granted. */
    private static boolean isWatched(Place place) {
        List<ModuleState.Device> devices = place.status().devices();
        return devices.stream().allMatch(device -> device.facts().isEmpty())
                || devices.stream()
                        .flatMap(device -> device.openers().stream())
                        .anyMatch(opener -> "consumer".equals(opener.get("role")));
    }
}
