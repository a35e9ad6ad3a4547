// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.DebianRelease;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.LoopbackControl;
import io.github.vcam.it.support.Node;
import io.github.vcam.it.support.Programs;
import io.github.vcam.it.support.RunningProgram;
import io.github.vcam.runtime.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The V4L2 project's own test of drivers. */
class ComplianceIT {
    /** A complaint of one of its tests that a node of this form earns on purpose. */
    private record Explained(String test, String complaint, String reason) {
        boolean explains(String failedTest, String itsComplaint) {
            return failedTest.equals(test) && itsComplaint.contains(complaint);
        }
    }

    private static final int CAPTURE_NUMBER = Camera.number() + 1;
    private static final String CAPTURE_PATH = "/dev/video" + CAPTURE_NUMBER;

    private static final String OLD_NAME =
            "the tool knows NV12 by a name that newer kernels do not use, and stops there";

    private static final List<Explained> OF_THE_TOOL = List.of(
            new Explained("VIDIOC_ENUM_FMT/FRAMESIZES/FRAMEINTERVALS", "was 'Y/UV 4:2:0'", OLD_NAME),
            new Explained("VIDIOC_G_FMT", "not reported by ENUM_FMT", OLD_NAME),
            new Explained("VIDIOC_TRY_FMT", "not reported by ENUM_FMT", OLD_NAME),
            new Explained("VIDIOC_S_FMT", "not reported by ENUM_FMT", OLD_NAME));

    private static final List<Explained> JOINED = Stream.concat(
                    OF_THE_TOOL.stream(),
                    Stream.of(
                            new Explained(
                                    "VIDIOC_QUERYCAP", "dcaps & output_caps", "one node is CAPTURE and OUTPUT at once"),
                            new Explained(
                                    "VIDIOC_REQBUFS/CREATE_BUFS/QUERYBUF",
                                    "node2, 1) != EBUSY",
                                    "a second opener may capture too"),
                            new Explained(
                                    "VIDIOC_(UN)SUBSCRIBE_EVENT/DQEVENT",
                                    "have_source_change",
                                    "the node has an output as well")))
            .toList();

    private static final Pattern RESULT = Pattern.compile("test (.+?): (OK|FAIL)\\b.*");

    /** The tool asks for the largest frames there are, several at once: no more than the machine's memory holds. */
    private static void load(String... parameters) {
        List<String> words = new ArrayList<>(List.of("video_nr=" + Camera.number(), "max_width=1920"));
        words.add("max_height=1080");
        words.addAll(Arrays.asList(parameters));
        KernelModule.reload(words.toArray(String[]::new));
    }

    @AfterAll
    static void restore() {
        KernelModule.restore();
    }

    @ParameterizedTest
    @EnumSource
    void joinedNode_onlyWhatIsExplainedFails(DebianRelease release) throws IOException {
        load();
        check("joined", release, run(release, "-d", Camera.path()), JOINED);
    }

    @ParameterizedTest
    @EnumSource
    void outputNodeToTheLetter_nothingFails(DebianRelease release) throws IOException {
        load("capture_nr=" + CAPTURE_NUMBER, "strict=1");
        check("output", release, run(release, "-s", "-d", Camera.path()), OF_THE_TOOL);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource
    void outputNodeThatKeepsStrides_nothingFails(DebianRelease release) throws IOException {
        load("capture_nr=" + CAPTURE_NUMBER, "strict=1");
        LoopbackControl.KEEP_STRIDES.set(1);
        check("output-strides", release, run(release, "-s", "-d", Camera.path()), OF_THE_TOOL);
        try (Node node = Node.open()) {
            assertThat(node.control(LoopbackControl.KEEP_STRIDES)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void captureNodeToTheLetter_nothingFails(DebianRelease release) throws IOException {
        load("capture_nr=" + CAPTURE_NUMBER, "strict=1");
        checkFed("capture", CAPTURE_PATH, release);
    }

    /** The form that vcam's own goals make. */
    @Tag("long")
    @ParameterizedTest
    @EnumSource
    void cameraNodeToTheLetter_nothingFails(DebianRelease release) throws IOException {
        load("camera=1", "strict=1");
        checkFed("camera", Camera.path(), release);
    }

    /** The producer waits for the tool, which takes frames that were lost for a fault. */
    private static void checkFed(String node, String path, DebianRelease release) throws IOException {
        Programs.call("v4l2-ctl", "-d", Camera.path(), "-c", "wait_for_consumers=2000");
        String[] feed = {
            "ffmpeg",
            "-v",
            "error",
            "-re",
            "-f",
            "lavfi",
            "-i",
            "testsrc=size=320x240:rate=30",
            "-pix_fmt",
            "yuyv422",
            "-f",
            "v4l2",
            Camera.path()
        };
        try (RunningProgram producer = RunningProgram.start(feed)) {
            await().atMost(RunningProgram.PATIENCE)
                    .until(() -> Programs.call("v4l2-ctl", "-d", path, "--list-inputs")
                            .contains("ok"));
            String log = run(release, "-s", "-d", path);
            assertThat(producer.isAlive()).as(producer.output()).isTrue();
            check(node, release, log, OF_THE_TOOL);
        }
    }

    private static String run(DebianRelease release, String... options) {
        List<String> line = release.program("v4l2-compliance");
        line.addAll(Arrays.asList(options));
        return Programs.run(Command.of(line).within(Duration.ofMinutes(10))).stdout();
    }

    private static void check(String node, DebianRelease release, String log, List<Explained> explained)
            throws IOException {
        String name = "v4l2-compliance-" + node + "-" + release + ".log";
        Files.writeString(Camera.share().resolve(name), log);
        assertThat(log).containsPattern("Total for .*: \\d{2}, Succeeded: .*, Warnings: 0");
        assertThat(unexplained(log, explained)).as(log).isEmpty();
    }

    /** The complaints of tests that failed, but for those that are explained. */
    private static List<String> unexplained(String log, List<Explained> explained) {
        List<String> unexplained = new ArrayList<>();
        String complaint = "";
        for (String line : log.lines().map(String::strip).toList()) {
            Matcher result = RESULT.matcher(line);
            if (line.startsWith("fail:")) {
                complaint = line;
            } else if (result.matches()) {
                String test = result.group(1);
                String why = complaint;
                if (result.group(2).equals("FAIL") && explained.stream().noneMatch(each -> each.explains(test, why))) {
                    unexplained.add(test + ": " + why);
                }
                complaint = "";
            }
        }
        return unexplained;
    }
}
