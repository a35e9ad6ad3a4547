// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench.report;

import io.github.vcam.study.bench.BenchResult;
import io.github.vcam.study.bench.Clock;
import io.github.vcam.study.bench.Row;
import io.github.vcam.study.bench.Run;
import io.github.vcam.study.bench.Scenario;
import io.github.vcam.study.page.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A made-up result that could be one: two modules, three sizes, rows that failed, figures that are missing. */
final class Sample {
    static final String REASON = "VIDIOC_REQBUFS on /dev/video10: EINVAL <USERPTR> & \"DMABUF\" are unknown to it";
    private static final int ROUNDS = 3;
    private static final List<String> PATHS = List.of(
            "write->read",
            "write->mmap",
            "mmap->read",
            "mmap->mmap",
            "mmap->userptr",
            "mmap->dmabuf",
            "userptr->mmap",
            "dmabuf->mmap");
    private static final List<int[]> SIZES =
            List.of(new int[] {640, 480}, new int[] {1920, 1080}, new int[] {4096, 4096});

    private final Random random = new Random(1);
    private final List<Row> rows = new ArrayList<>();

    static BenchResult complete() {
        return new Sample().result(null);
    }

    static BenchResult partial() {
        return new Sample().result("stopped in round 2 of 3");
    }

    static BenchResult of(List<Row> rows, String... modules) {
        return new BenchResult(
                "2026-11-26T14:33:00Z",
                171.4,
                null,
                ROUNDS,
                List.of(new Fact("kernel", "6.1.0")),
                List.of(modules).stream()
                        .map(name -> new BenchResult.Module(name, "a file", ""))
                        .toList(),
                rows);
    }

    /** Runs that took so long and copied so often for a frame. */
    static Row row(String path, String module, Clock clock, double ns, @Nullable Integer copies) {
        Scenario scenario = scenario(path, 640, 480, 4, 1);
        List<Run> runs = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            runs.add(run(scenario, round, ns * (1 + 0.001 * round), copies));
        }
        return new Row(scenario, module, clock, runs, List.of());
    }

    static Scenario scenario(String path, int width, int height, int buffers, int consumers) {
        int arrow = path.indexOf("->");
        return new Scenario(path.substring(0, arrow), path.substring(arrow + 2), width, height, buffers, consumers);
    }

    private BenchResult result(@Nullable String stoppedBy) {
        for (int[] size : SIZES) {
            for (String path : PATHS) {
                both(scenario(path, size[0], size[1], 4, 1));
            }
        }
        for (int consumers : new int[] {2, 4, 8}) {
            both(scenario("mmap->mmap", 1920, 1080, 4, consumers));
            both(scenario("write->read", 1920, 1080, 4, consumers));
        }
        for (int buffers : new int[] {2, 8, 32}) {
            both(scenario("mmap->mmap", 1920, 1080, buffers, 1));
            both(scenario("write->read", 1920, 1080, buffers, 1));
        }
        both(new Scenario("mmap", "mmap", 4096, 4096, 32, 0));
        for (int consumers : new int[] {1, 2, 4, 8}) {
            for (String module : List.of("ours", "debian-sid")) {
                rows.add(measured(scenario("mmap->mmap", 1920, 1080, 4, consumers), module, Clock.FREE));
                rows.add(measured(scenario("write->read", 1920, 1080, 4, consumers), module, Clock.FREE));
                rows.add(measured(scenario("mmap->mmap", 1920, 1080, 4, consumers), module, Clock.PACED));
                rows.add(measured(scenario("mmap->mmap", 1920, 1080, 4, consumers), module, Clock.LOADED));
            }
        }
        if (stoppedBy != null) {
            rows.add(new Row(scenario("mmap->mmap", 4096, 4096, 8, 1), "ours", Clock.TIME, List.of(), List.of()));
        }
        return new BenchResult(
                "2026-11-26T14:33:00Z",
                171.4,
                stoppedBy,
                ROUNDS,
                List.of(
                        new Fact("where", "guest, QEMU 7.2 without KVM, 2 processors, 2 GiB"),
                        new Fact("kernel", "6.1.0-40-amd64 #1 SMP PREEMPT_DYNAMIC Debian 6.1.153-1"),
                        new Fact("processor", "Some Vendor <Model> 3000 @ 2.50 GHz & friends"),
                        new Fact("Java", "17.0.15")),
                List.of(
                        new BenchResult.Module("ours", "this build, 0.1.0 (1a2b3c4d)", "video_nr=10 max_buffers=32"),
                        new BenchResult.Module(
                                "debian-sid", "v4l2loopback-dkms 0.15.3-1 of sid", "video_nr=10 max_buffers=32")),
                rows);
    }

    private void both(Scenario scenario) {
        for (String module : List.of("ours", "debian-sid")) {
            for (Clock clock : List.of(Clock.TIME, Clock.INSTRUCTIONS)) {
                rows.add(measured(scenario, module, clock));
            }
        }
    }

    private Row measured(Scenario scenario, String module, Clock clock) {
        boolean ours = module.equals("ours");
        if (!ours && (scenario.path().contains("userptr") || scenario.path().contains("dmabuf"))) {
            return new Row(scenario, module, clock, List.of(), List.of(REASON, REASON, REASON));
        }
        boolean flaky = !ours && scenario.width() == 1920 && scenario.consumers() == 8;
        int copies = (scenario.path().matches("(write|userptr).*") ? 1 : 0)
                + (scenario.path().matches(".*(read|userptr)") ? scenario.consumers() : 0);
        List<Run> runs = new ArrayList<>();
        for (int round = 0; round < (flaky ? ROUNDS - 1 : ROUNDS); round++) {
            double base = ours ? 17_000 : 20_500;
            double cost = clock == Clock.INSTRUCTIONS
                    ? base * (1 + 0.2 * (scenario.consumers() - 1)) + copies * scenario.frameBytes() / 8.0
                    : (1.4 * base * (1 + 0.3 * (scenario.consumers() - 1)) + copies * scenario.frameBytes() / 5.0)
                            * (1 + 0.05 * random.nextDouble());
            runs.add(run(scenario, round, cost, ours ? copies : null));
        }
        return new Row(scenario, module, clock, runs, flaky ? List.of("timed out after 60 s") : List.of());
    }

    private static Run run(Scenario scenario, int round, double ns, @Nullable Integer copies) {
        long frames = 300;
        long delivered = frames * scenario.consumers() - round;
        long all = (long) (ns * frames);
        boolean writes = scenario.producer().equals("write");
        return new Run(
                round,
                frames,
                Math.max(0, delivered),
                ns * 1.1,
                ns,
                all / 40,
                writes ? all / 2 : all / 8,
                all / 30,
                scenario.consumers() == 0 ? 0 : all / 5,
                4 * frames,
                frames + 12,
                copies == null ? null : copies * frames,
                scenario.consumers() == 0 ? 0 : round,
                0,
                copies == null ? null : scenario.frameBytes() * scenario.buffers(),
                scenario.consumers() == 0
                        ? null
                        : new Run.Latency(
                                frames, (long) (ns * 0.6), (long) (ns * 1.4), (long) (ns * 2.2), (long) (ns * 9)));
    }
}
