// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.runtime.kernel.DevicesFile;
import io.github.vcam.runtime.kernel.ModuleControl;
import io.github.vcam.runtime.kernel.ModuleParameters;
import io.github.vcam.runtime.kernel.ModuleParameters.Name;
import io.github.vcam.runtime.kernel.ModuleState;
import java.util.EnumMap;
import java.util.Map;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Loads the kernel module, waits for its nodes and writes <code>target/vcam/devices.json</code>. */
@Mojo(name = "load", defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST, requiresProject = false, threadSafe = true)
public final class LoadMojo extends VcamMojo {
    /** Numbers of the nodes, separated by commas; -1 for any. Default: 10 and on. */
    @Parameter(property = "vcam.videoNr")
    private @Nullable String videoNr;

    /** Numbers of CAPTURE nodes of their own: -1 for none (default), -2 for any. */
    @Parameter(property = "vcam.captureNr")
    private @Nullable String captureNr;

    /** Names of the cameras, separated by commas, at most 31 characters each. */
    @Parameter(property = "vcam.cardLabel")
    private @Nullable String cardLabel;

    /** Whether a node is either CAPTURE or OUTPUT, as browsers want it: true or false, for each camera. */
    @Parameter(property = "vcam.exclusiveCaps")
    private @Nullable String exclusiveCaps;

    /** How many cameras, 0 to 8. Default: as many as there are numbers or names. */
    @Parameter(property = "vcam.devices")
    private @Nullable String devices;

    /** Buffers that a producer maps, 1 to 32. */
    @Parameter(property = "vcam.maxBuffers")
    private @Nullable String maxBuffers;

    /** Widest frame in pixels. */
    @Parameter(property = "vcam.maxWidth")
    private @Nullable String maxWidth;

    /** Highest frame in pixels. */
    @Parameter(property = "vcam.maxHeight")
    private @Nullable String maxHeight;

    /** MiB that all frames together may take; 0 for a quarter of the machine's memory. */
    @Parameter(property = "vcam.maxMemMb")
    private @Nullable String maxMemMb;

    /** Level of the kernel's log. */
    @Parameter(property = "vcam.debug")
    private @Nullable String debug;

    /** Only members of the group with this number may open the cameras; -1 for anybody. */
    @Parameter(property = "vcam.allowedGid")
    private @Nullable String allowedGid;

    private ModuleParameters parameters = ModuleParameters.of(Map.of());

    @Inject
    public LoadMojo(ModuleArtifact workshop) {
        super(workshop);
    }

    @Override
    void check() {
        Map<Name, String> wishes = new EnumMap<>(Name.class);
        add(wishes, Name.VIDEO_NR, videoNr);
        add(wishes, Name.CAPTURE_NR, captureNr);
        add(wishes, Name.CARD_LABEL, cardLabel);
        add(wishes, Name.EXCLUSIVE_CAPS, exclusiveCaps);
        add(wishes, Name.DEVICES, devices);
        add(wishes, Name.MAX_BUFFERS, maxBuffers);
        add(wishes, Name.MAX_WIDTH, maxWidth);
        add(wishes, Name.MAX_HEIGHT, maxHeight);
        add(wishes, Name.MAX_MEM_MB, maxMemMb);
        add(wishes, Name.DEBUG, debug);
        add(wishes, Name.ALLOWED_GID, allowedGid);
        parameters = ModuleParameters.of(wishes);
    }

    private static void add(Map<Name, String> wishes, Name name, @Nullable String wish) {
        if (wish != null) {
            wishes.put(name, wish);
        }
    }

    @Override
    void run(GoalContext context) {
        ModuleState state = new ModuleControl(context.place()).load(parameters);
        DevicesFile.write(context.devicesFile(), state.devices());
        state.devices().forEach(device -> getLog().info(device.node() + "  " + device.label()));
    }
}
