// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import io.github.vcam.frame.Buffers;
import io.github.vcam.producer.StreamingMethod;
import io.github.vcam.runtime.kernel.ModuleControl;
import io.github.vcam.runtime.kernel.ModuleParameters;
import io.github.vcam.runtime.kernel.ModuleParameters.Name;
import io.github.vcam.runtime.place.Machine;
import io.github.vcam.runtime.process.Command;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the study needs beside a camera: memory for many large frames, and dma-bufs from somewhere. */
final class StudyStage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StudyStage.class);

    private static final String BUFFERS = String.valueOf(Buffers.MOST);
    private static final String MEBIBYTES = "2048";
    private static final String EXPORTER_MISSING =
            "[ ! -e /dev/udmabuf ] && [ ! -e /dev/dma_heap/system ] && [ ! -e /sys/module/vivid ]";

    private final Machine place;
    private final boolean ownExporter;

    private StudyStage(Machine place, boolean ownExporter) {
        this.place = place;
        this.ownExporter = ownExporter;
    }

    /** Loads the camera as the study wants it; does nothing for another scenario. */
    static StudyStage set(Machine place, ProfilePlan plan) {
        if (plan.scenario() != Scenario.STUDY) {
            return new StudyStage(place, false);
        }
        new ModuleControl(place)
                .load(ModuleParameters.of(Map.of(Name.MAX_BUFFERS, BUFFERS, Name.MAX_MEM_MB, MEBIBYTES)));
        LOG.info("the camera stays loaded with max_buffers={}, until it is loaded anew", BUFFERS);
        boolean wanted = plan.orders().stream().anyMatch(order -> order.method() == StreamingMethod.DMABUF);
        return new StudyStage(place, wanted && loadExporter(place));
    }

    /** Debian 12's kernel has no udmabuf, but a test camera that exports its buffers. */
    private static boolean loadExporter(Machine place) {
        if (!place.executor().run(Command.of("sh", "-c", EXPORTER_MISSING)).succeeded()) {
            return false;
        }
        LOG.info("loading the kernel's vivid, which gives dma-bufs");
        return place.executor()
                .run(Command.of("modprobe", "vivid", "n_devs=1", "node_types=0x1", "vid_cap_nr=60")
                        .asRoot())
                .succeeded();
    }

    @Override
    public void close() {
        if (ownExporter) {
            place.executor().run(Command.of("modprobe", "-r", "vivid").asRoot());
        }
    }
}
