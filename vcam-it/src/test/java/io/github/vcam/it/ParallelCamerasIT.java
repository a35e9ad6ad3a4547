// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.vcam.DirectedCamera;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.GreyWatcher;
import io.github.vcam.it.support.Greys;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.junit.VirtualCameraUnderTest;
import io.github.vcam.junit.WithVirtualCamera;
import io.github.vcam.v4l2.OwnedDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** JUnit runs eight tests at once, each with a camera of its own, again and again: nobody gets another one's frames. */
@Tag("long")
@SuppressWarnings("NullAway.Init") // JUnit sets the directory
class ParallelCamerasIT {
    private static final int TESTS = 8;
    private static final int RUNS = Integer.getInteger("vcam.it.parallelRuns", 3);
    private static final int FURTHER = 20;
    private static final FrameFormat FORMAT = FrameFormat.of(PixelFormat.YU12, 64, 48);

    @TempDir
    private static Path directory;

    private static List<Path> pictures = List.of();

    /** Which test has which node, of one run. */
    private static final Map<String, Integer> NODES = new ConcurrentHashMap<>();

    private static CyclicBarrier allAreThere = new CyclicBarrier(TESTS);

    @BeforeEach
    void moduleIsThere() {
        KernelModule.awaitNode("/dev/v4l2loopback");
        pictures = Greys.write(directory, FORMAT.width(), FORMAT.height());
    }

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void eightTestsAtOnce_eachGetsItsOwnFrames() throws IOException {
        for (int run = 1; run <= RUNS; run++) {
            NODES.clear();
            allAreThere = new CyclicBarrier(TESTS);
            SummaryGeneratingListener told = new SummaryGeneratingListener();
            LauncherFactory.create().execute(request(), told);
            assertThat(told.getSummary().getFailures().stream().map(ParallelCamerasIT::word))
                    .as("run %d", run)
                    .isEmpty();
            assertThat(told.getSummary().getTestsSucceededCount())
                    .as("run %d", run)
                    .isEqualTo(TESTS);
            assertThat(NODES.keySet())
                    .as("gone after run %d", run)
                    .hasSize(TESTS)
                    .allSatisfy(node -> assertThat(Path.of(node)).doesNotExist());
            report("parallel-cameras.txt", "%d runs of %d tests at once%n", run, TESTS);
        }
    }

    /**
     * One thread more than tests: theirs waits for them. JUnit's fork-join pool does not promise that tests which wait for
     * each other run at once (in one of 3,000 runs they come one by one); its pool of worker threads does.
     */
    private static LauncherDiscoveryRequest request() {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Eight.class))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter(
                        "junit.jupiter.execution.parallel.config.executor-service", "WORKER_THREAD_POOL")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter(
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", Integer.toString(TESTS + 1))
                .build();
    }

    private static String word(TestExecutionSummary.Failure failure) {
        return failure.getTestIdentifier().getDisplayName() + ": " + failure.getException();
    }

    /** How long a further camera takes, to its first frame, is written into the share, by the guest's clock. */
    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void sevenCamerasPlay_aFurtherOneComesAndGoes() throws IOException {
        List<Playing> seven = new ArrayList<>();
        List<Long> millis = new ArrayList<>();
        try {
            for (int i = 0; i < TESTS - 1; i++) {
                seven.add(new Playing(pictures.get(i)));
            }
            for (int i = 0; i < FURTHER; i++) {
                long begin = System.nanoTime();
                String node;
                try (Playing further = new Playing(pictures.get(TESTS))) {
                    millis.add((System.nanoTime() - begin) / 1_000_000);
                    node = further.device.node();
                    assertThat(Path.of(node)).exists();
                }
                assertThat(Path.of(node)).doesNotExist();
            }
        } finally {
            seven.forEach(Playing::close);
        }
        Collections.sort(millis);
        report(
                "further-camera.txt",
                "%d times a further camera beside seven: %d ms (median), %d (95 of 100), %d at most%n",
                FURTHER,
                millis.get(FURTHER / 2),
                millis.get(FURTHER * 95 / 100),
                millis.get(FURTHER - 1));
    }

    private static void report(String file, String format, Object... values) throws IOException {
        Files.createDirectories(Camera.share());
        Files.writeString(Camera.share().resolve(file), String.format(Locale.ROOT, format, values));
    }

    /** A camera that shows a picture, five times a second. */
    private static final class Playing implements AutoCloseable {
        final OwnedDevice device = OwnedDevice.add("Playing", OwnedDevice.Form.EXCLUSIVE);
        private final DirectedCamera camera;

        Playing(Path picture) {
            try {
                camera = DirectedCamera.open(
                        device.node(), FORMAT, FrameRate.of(5), picture.toString(), Duration.ofSeconds(60));
            } catch (RuntimeException e) {
                device.close();
                throw e;
            }
        }

        @Override
        public void close() {
            camera.close();
            device.close();
        }
    }

    /** Not a test by itself: what runs eightfold. */
    static final class Eight {
        @RepeatedTest(TESTS)
        @Execution(ExecutionMode.CONCURRENT)
        @WithVirtualCamera(
                label = "Parallel",
                input = "lavfi:color=c=black:s=64x48:r=10",
                size = "64x48",
                fps = "10",
                limitMillis = 60_000)
        void seesItsOwn(VirtualCameraUnderTest camera, RepetitionInfo repetition) throws Exception {
            int mine = repetition.getCurrentRepetition() - 1;
            camera.show(pictures.get(mine));
            assertThat(NODES.put(camera.device(), mine)).as(camera.device()).isNull();
            allAreThere.await(2, TimeUnit.MINUTES);
            try (GreyWatcher watcher = new GreyWatcher(camera.device(), FORMAT, 3, Duration.ZERO)) {
                watcher.awaitMore(5);
                for (int other = 8; other < Greys.COUNT; other++) {
                    camera.show(pictures.get(mine));
                    int mark = watcher.count();
                    watcher.awaitMore(mark + 5);
                    assertThat(watcher.since(mark)).as(camera.device()).containsOnly(mine);
                }
                assertThat(watcher.since(0)).as(camera.device()).containsOnly(mine);
            }
        }
    }
}
