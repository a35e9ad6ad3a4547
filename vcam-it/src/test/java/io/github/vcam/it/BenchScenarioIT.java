// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.vcam.it.support.CameraProject;
import io.github.vcam.it.support.RunningProgram;
import io.github.vcam.study.bench.BenchResult;
import io.github.vcam.study.bench.Clock;
import io.github.vcam.study.bench.Metric;
import io.github.vcam.study.bench.Row;
import io.github.vcam.study.bench.report.BenchReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What a bench says is so: its exact figures, for those of time are the machine's as well. A scenario whose steps stand on
 * those before.
 */
@Tag("outside")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // made before all tests
class BenchScenarioIT {
    private static final String[] SMALL = {
        "vcam:bench",
        "-Dvcam.bench.pairs=write:mmap,mmap:mmap",
        "-Dvcam.bench.sizes=640x480",
        "-Dvcam.bench.buffers=4",
        "-Dvcam.bench.consumers=1",
        "-Dvcam.bench.rounds=2",
        "-Dvcam.bench.duration=200ms"
    };
    private static final double FRAME = 640 * 480 * 2;
    private static final double BYTES_OF_AN_INSTRUCTION = 64; // no processor moves more at once
    private static final Percentage REPEATS = Percentage.withPercentage(1);

    private static CameraProject project;
    private static BenchResult plain;

    @BeforeAll
    static void makeProject() {
        Path directory = Path.of(System.getProperty("vcam.it.outside")).toAbsolutePath();
        project = CameraProject.create(
                        directory.resolve("bench"),
                        "-Dvcam.target=vm",
                        "-Dvcam.vm.directory=" + directory.resolve("bench-vm"))
                .withModuleBuilt();
    }

    @AfterAll
    static void nothingIsLeft() {
        project.close();
        assertThat(project.leftProcesses()).isEmpty();
    }

    private static BenchResult bench(String... words) {
        project.mvnSucceeds(Stream.concat(Stream.of(SMALL), Stream.of(words)).toArray(String[]::new));
        return report();
    }

    private static BenchResult report() {
        return BenchReport.read(project.directory().resolve("target/vcam/bench/bench.json"));
    }

    private static Path sameModule() throws IOException {
        try (Stream<Path> modules = Files.find(
                Path.of(System.getProperty("vcam.it.root"), "vcam-it/target/kmod"),
                2,
                (path, is) -> path.endsWith("v4l2loopback.ko"))) {
            return modules.findFirst().orElseThrow();
        }
    }

    private static Row row(BenchResult result, int module, Clock clock, String producer) {
        return result.rows().stream()
                .filter(row -> row.clock() == clock)
                .filter(row -> row.module().equals(result.modules().get(module).name()))
                .filter(row -> row.scenario().producer().equals(producer))
                .findFirst()
                .orElseThrow();
    }

    private static double median(Row row, Metric metric) {
        return row.figure(metric).orElseThrow().median();
    }

    private static double instructions(BenchResult result, int module, String producer) {
        return median(row(result, module, Clock.INSTRUCTIONS, producer), Metric.USUAL_FRAME);
    }

    @Test
    @Tag("long")
    @Order(1)
    void everyRowIsMeasuredInEveryRound_andCopiesAreCounted() throws IOException {
        plain = bench("-Dvcam.bench.module=" + sameModule());
        assertThat(plain.stoppedBy()).isNull();
        assertThat(plain.modules()).hasSize(2);
        // two modules, two methods, by each clock; of frames that wait for nobody, MMAP alone
        assertThat(plain.rows()).hasSize(2 * 2 * Clock.values().length - 2).allSatisfy(row -> {
            assertThat(row.failures()).isEmpty();
            assertThat(row.runs()).hasSize(2);
            assertThat(median(row, Metric.TORN)).isZero();
        });
        for (Clock clock : List.of(Clock.TIME, Clock.INSTRUCTIONS)) {
            assertThat(median(row(plain, 0, clock, "write"), Metric.COPIES)).isEqualTo(1);
            assertThat(median(row(plain, 0, clock, "mmap"), Metric.COPIES)).isZero();
        }
        assertThat(Files.readString(project.directory().resolve("target/vcam/bench/index.html")))
                .contains("id=\"write-mmap-640x480-b4-c1-ours-instructions\"");
    }

    @Test
    @Tag("long")
    @Order(2)
    void theSameModuleUnderTwoNames_figuresAreTheSame() {
        for (String producer : List.of("write", "mmap")) {
            assertThat(instructions(plain, 1, producer)).isCloseTo(instructions(plain, 0, producer), REPEATS);
        }
    }

    @Test
    @Tag("long")
    @Order(3)
    void oneMethodCopiesOnceMore_theReportShowsItAndTheOtherStaysAsItWas() {
        BenchResult slowed = bench("-Dvcam.bench.clocks=instructions", "-Dvcam.bench.burden=mmap");
        assertThat(instructions(slowed, 0, "mmap") - instructions(plain, 0, "mmap"))
                .isGreaterThan(FRAME / BYTES_OF_AN_INSTRUCTION);
        assertThat(instructions(slowed, 0, "write")).isCloseTo(instructions(plain, 0, "write"), REPEATS);
    }

    @Test
    @Tag("long")
    @Order(4)
    void itIsStoppedHalfWay_whatWasMeasuredIsKeptAndMarked() {
        String[] words = Stream.concat(
                        Stream.of(SMALL), Stream.of("-Dvcam.bench.clocks=time", "-Dvcam.bench.rounds=100"))
                .toArray(String[]::new);
        try (RunningProgram bench = project.start(words)) {
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> report().rounds() == 100
                            && !report().rows().get(0).runs().isEmpty());
            bench.interrupt();
        }
        assertThat(report().stoppedBy()).isNotNull();
    }

    @Test
    @Order(5)
    void wishesThatCannotBe_areRefused() {
        assertThat(project.mvnFails("vcam:bench", "-Dvcam.bench.module=nothing.ko"))
                .contains("[VCAM-701]");
        assertThat(project.mvnFails("vcam:bench", "-Dvcam.bench.sizes=640")).contains("[VCAM-201]");
    }
}
