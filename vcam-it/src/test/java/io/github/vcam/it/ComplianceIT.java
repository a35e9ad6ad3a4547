// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vcam.it.support.Camera;
import io.github.vcam.it.support.KernelModule;
import io.github.vcam.it.support.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The V4L2 project's own test of drivers. */
class ComplianceIT {
    /** A complaint of one of its tests that a node of this form earns on purpose. */
    private record Explained(String test, String complaint, String reason) {
        boolean explains(String failedTest, String itsComplaint) {
            return failedTest.equals(test) && itsComplaint.contains(complaint);
        }
    }

    private static final String OLD_NAME =
            "the tool knows NV12 by a name that newer kernels do not use, and stops there";

    private static final List<Explained> EXPLAINED = List.of(
            new Explained("VIDIOC_QUERYCAP", "dcaps & output_caps", "one node is CAPTURE and OUTPUT at once"),
            new Explained(
                    "VIDIOC_REQBUFS/CREATE_BUFS/QUERYBUF", "node2, 1) != EBUSY", "a second opener may capture too"),
            new Explained("VIDIOC_(UN)SUBSCRIBE_EVENT/DQEVENT", "have_source_change", "the node has an output as well"),
            new Explained("VIDIOC_ENUM_FMT/FRAMESIZES/FRAMEINTERVALS", "was 'Y/UV 4:2:0'", OLD_NAME),
            new Explained("VIDIOC_G_FMT", "not reported by ENUM_FMT", OLD_NAME),
            new Explained("VIDIOC_TRY_FMT", "not reported by ENUM_FMT", OLD_NAME),
            new Explained("VIDIOC_S_FMT", "not reported by ENUM_FMT", OLD_NAME));

    private static final Pattern RESULT = Pattern.compile("test (.+?): (OK|FAIL)\\b.*");

    /** The tool asks for the largest frames there are, several at once: no more than the machine's memory holds. */
    @BeforeAll
    static void limitTheSize() {
        KernelModule.reload("video_nr=" + Camera.number(), "max_width=1920", "max_height=1080");
    }

    @AfterAll
    static void restore() {
        KernelModule.restore();
    }

    @Test
    void joinedNode_onlyWhatIsExplainedFails() throws IOException {
        String log = Programs.run("v4l2-compliance", "-d", Camera.path()).stdout();
        Files.writeString(Camera.share().resolve("v4l2-compliance.log"), log);
        assertThat(log).containsPattern("Total for .*: \\d{2}, Succeeded: ");
        assertThat(unexplained(log)).as(log).isEmpty();
    }

    /** The complaints of tests that failed, but for those that are explained. */
    private static List<String> unexplained(String log) {
        List<String> unexplained = new ArrayList<>();
        String complaint = "";
        for (String line : log.lines().map(String::strip).toList()) {
            Matcher result = RESULT.matcher(line);
            if (line.startsWith("fail:")) {
                complaint = line;
            } else if (result.matches()) {
                String test = result.group(1);
                String why = complaint;
                if (result.group(2).equals("FAIL") && EXPLAINED.stream().noneMatch(each -> each.explains(test, why))) {
                    unexplained.add(test + ": " + why);
                }
                complaint = "";
            }
        }
        return unexplained;
    }
}
