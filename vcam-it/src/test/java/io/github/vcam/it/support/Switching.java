// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.DirectedCamera;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.v4l2.OwnedDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** A camera that changes its picture again and again in one stream, while two programs watch. */
public final class Switching {
    /** The camera's. */
    public static final String LABEL = "Switching";

    /** How often; a longer run by hand is another number. */
    private static final int SWITCHES = Integer.getInteger("vcam.it.switches", 200);

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final FrameFormat format;
    private final FrameRate rate;
    private final Path directory;

    public Switching(FrameFormat format, FrameRate rate, Path directory) {
        this.format = format;
        this.rate = rate;
        this.directory = directory;
    }

    /**
     * Changes the picture; no program may capture a frame of the one before when a change has returned. How long the changes
     * took is written into the share, as {@code switches-<name>.txt}; the programs start with the camera's node.
     */
    public void run(String name, List<Function<String, Follower>> programs) {
        List<Path> pictures = Greys.write(directory, format.width(), format.height());
        List<Long> nanos = new ArrayList<>();
        Map<String, Integer> old = new TreeMap<>();
        int frames = 0;
        try (OwnedDevice device = OwnedDevice.add(LABEL, OwnedDevice.Form.EXCLUSIVE);
                DirectedCamera camera = DirectedCamera.open(
                        device.node(), format, rate, pictures.get(0).toString(), LIMIT);
                Followers followers = new Followers(device.consumerNode(), programs)) {
            for (int i = 1; i <= SWITCHES; i++) {
                int shown = i % Greys.COUNT;
                long begin = System.nanoTime();
                camera.show(pictures.get(shown));
                nanos.add(System.nanoTime() - begin);
                followers.all.forEach(Follower::ask);
                for (int f = 0; f < followers.all.size(); f++) {
                    List<Integer> seen = followers.all.get(f).answer();
                    frames += seen.size();
                    if (!seen.stream().allMatch(picture -> picture == shown)) {
                        old.put("switch " + i + " to " + shown + ", program " + f, seen.get(0));
                    }
                }
            }
        }
        report(name, nanos, frames, old);
        assertThat(old).as("frames of the picture before, " + name).isEmpty();
    }

    private void report(String name, List<Long> nanos, int frames, Map<String, Integer> old) {
        Collections.sort(nanos);
        String line = String.format(
                Locale.ROOT,
                "%s: %d switches, %d frames looked at, %d switches after which an old picture came; a call took"
                        + " %.1f frame times (median), %.1f (95 of 100), %.1f at most; a frame time is %.0f ms%n",
                name,
                nanos.size(),
                frames,
                old.size(),
                inFrames(nanos.get(nanos.size() / 2)),
                inFrames(nanos.get(nanos.size() * 95 / 100)),
                inFrames(nanos.get(nanos.size() - 1)),
                rate.periodNanos() / 1e6);
        System.out.print(line);
        try {
            Files.createDirectories(Camera.share());
            Files.writeString(Camera.share().resolve("switches-" + name + ".txt"), line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private double inFrames(long time) {
        return (double) time / rate.periodNanos();
    }

    /** The programs, all of which have got a first frame; one after the other, for an emulated machine is slow to start one. */
    private static final class Followers implements AutoCloseable {
        final List<Follower> all = new ArrayList<>();

        Followers(String device, List<Function<String, Follower>> programs) {
            try {
                for (Function<String, Follower> program : programs) {
                    Follower follower = program.apply(device);
                    all.add(follower);
                    follower.awaitFirst();
                }
            } catch (RuntimeException | Error e) {
                close();
                throw e;
            }
        }

        @Override
        public void close() {
            all.forEach(Follower::close);
        }
    }
}
