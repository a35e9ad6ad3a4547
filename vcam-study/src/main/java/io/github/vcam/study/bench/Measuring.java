// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.bench;

import io.github.vcam.consumer.CaptureMethod;
import io.github.vcam.error.VcamException;
import io.github.vcam.producer.StreamingMethod;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.kernel.ModuleControl;
import io.github.vcam.runtime.kernel.ModuleState;
import io.github.vcam.runtime.place.Machine;
import io.github.vcam.runtime.process.Command;
import io.github.vcam.runtime.process.CommandStreams;
import io.github.vcam.runtime.process.LineStream;
import io.github.vcam.runtime.resource.Resource;
import io.github.vcam.study.StudyError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Runs scenarios where the camera is, all with one clock, in one go. */
final class Measuring {
    private static final int LIMIT_OF_A_RUN = 60;
    private static final int BUSY = 3;
    private static final String PACED = "--fps 30 --fill marks --check marks --latencies ";
    private static final Pattern ANSWER = Pattern.compile("\\d+\t.*");
    private static final String DEBUGFS = "--probe /sys/kernel/debug/v4l2loopback/video@N=device";
    private static final String VMALLOC = "--probe /proc/vmallocinfo=[v4l2loopback]";

    private final Machine place;
    private final Path loopbench;
    private final List<Candidate> candidates;
    private final BenchPlan plan;
    private final Results notebook;

    Measuring(Machine place, Path loopbench, List<Candidate> candidates, BenchPlan plan, Results notebook) {
        this.place = place;
        this.loopbench = loopbench;
        this.candidates = candidates;
        this.plan = plan;
        this.notebook = notebook;
    }

    private record Order(int round, Clock clock, Scenario scenario, Candidate candidate) {}

    /** Called after each run. */
    interface Listener {
        void done(int runs, int of);
    }

    /** Measures; what was found is in the notebook, however this ends. */
    void run(List<Clock> clocks, Listener listener) {
        List<Order> orders = orders(clocks);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < orders.size(); i++) {
            lines.append(line(i, orders.get(i)));
        }
        Duration limit = Duration.ofSeconds((LIMIT_OF_A_RUN + 30L) * orders.size() + 60);
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int[] done = {0};
        int status;
        try (LineStream answers = new LineStream(answer -> {
            if (ANSWER.matcher(answer).matches()) {
                note(orders, answer);
                listener.done(++done[0], orders.size());
            }
        })) {
            status = place.executor()
                    .execute(
                            Command.of(
                                            "sh",
                                            "-c",
                                            new Resource(Measuring.class, "bench.sh").text(),
                                            "bench.sh",
                                            place.visible(loopbench))
                                    .asRoot()
                                    .within(limit),
                            new CommandStreams(
                                    new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)),
                                    answers,
                                    errors));
        }
        if (status == BUSY) {
            List<ModuleState.Holder> holders = new ModuleControl(place).state().moduleHolders();
            throw new VcamException(
                    RuntimeError.MODULE_BUSY,
                    "unloading v4l2loopback on " + place.description() + ", to measure builds of it: "
                            + (holders.isEmpty()
                                    ? errors.toString(StandardCharsets.UTF_8).strip()
                                    : "it is in use by " + holders)
                            + "; end that first");
        }
        if (status != 0 || done[0] < orders.size()) {
            throw new VcamException(
                    StudyError.BENCH_STOPPED,
                    "measuring on " + place.description() + ": it ended with status " + status + " after " + done[0]
                            + " of " + orders.size() + " runs: "
                            + errors.toString(StandardCharsets.UTF_8).strip());
        }
    }

    private List<Order> orders(List<Clock> clocks) {
        List<Order> orders = new ArrayList<>();
        for (int round = 0; round < plan.rounds(); round++) {
            for (Clock clock : clocks) {
                for (Scenario scenario : plan.scenarios(clock)) {
                    for (Candidate candidate : candidates) {
                        orders.add(new Order(round, clock, scenario, candidate));
                    }
                }
            }
        }
        return orders;
    }

    private void note(List<Order> orders, String answer) {
        String[] parts = answer.split("\t", 2);
        Order order = orders.get(Integer.parseInt(parts[0]));
        String module = order.candidate().name();
        try {
            notebook.add(order.scenario(), module, order.clock(), RunReader.read(parts[1], order.round()));
        } catch (RunReader.FailedRun e) {
            notebook.fail(order.scenario(), module, order.clock(), e.why());
        }
    }

    private String line(int key, Order order) {
        return String.join(
                        "\t",
                        String.valueOf(key),
                        place.visible(order.candidate().file()),
                        order.candidate().parameters(order.scenario()),
                        options(order.scenario(), order.clock()))
                + "\n";
    }

    private String options(Scenario scenario, Clock clock) {
        List<String> words = new ArrayList<>(List.of(
                "--prod",
                scenario.producer(),
                "--cons",
                scenario.consumer(),
                "--size",
                scenario.size(),
                "--pbufs",
                String.valueOf(scenario.buffers()),
                "--cbufs",
                String.valueOf(scenario.buffers()),
                "--readers",
                String.valueOf(scenario.consumers()),
                "--warmup",
                String.valueOf(2 * scenario.buffers() + 2),
                "--limit",
                String.valueOf(LIMIT_OF_A_RUN),
                DEBUGFS,
                VMALLOC));
        if (scenario.producer().equals(StreamingMethod.DMABUF.title())
                || scenario.consumer().equals(CaptureMethod.DMABUF.title())) {
            words.add("--exporter /dev/video@M");
        }
        String seconds = String.format(Locale.ROOT, "--seconds %.3f", plan.seconds());
        words.add(
                switch (clock) {
                    case TIME -> "--lockstep --latencies " + seconds;
                    case FREE -> "--fill marks --check marks --latencies " + seconds;
                    case PACED -> PACED + seconds;
                    case LOADED -> "--load " + PACED + seconds;
                    case INSTRUCTIONS -> "--lockstep --frames " + frames(scenario);
                });
        if (scenario.producer().equals(plan.burdened())) {
            words.add("--burden");
        }
        return String.join(" ", words);
    }

    /** Enough for a median; a large frame takes an emulated processor long. */
    private static int frames(Scenario scenario) {
        return (int) Math.max(10, Math.min(50, 150_000_000 / scenario.frameBytes()));
    }
}
