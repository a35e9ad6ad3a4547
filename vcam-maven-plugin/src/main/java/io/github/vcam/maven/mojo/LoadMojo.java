// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.runtime.kernel.ModuleParameters;
import io.github.vcam.runtime.kernel.ModuleParameters.Name;
import java.util.EnumMap;
import java.util.Map;
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

    @Override
    @SuppressWarnings("resource") // the cameras stay
    Work work() {
        Map<Name, @Nullable String> wishes = new EnumMap<>(Name.class);
        wishes.put(Name.VIDEO_NR, videoNr);
        wishes.put(Name.CAPTURE_NR, captureNr);
        wishes.put(Name.CARD_LABEL, cardLabel);
        wishes.put(Name.EXCLUSIVE_CAPS, exclusiveCaps);
        wishes.put(Name.DEVICES, devices);
        wishes.put(Name.MAX_BUFFERS, maxBuffers);
        wishes.put(Name.MAX_WIDTH, maxWidth);
        wishes.put(Name.MAX_HEIGHT, maxHeight);
        wishes.put(Name.MAX_MEM_MB, maxMemMb);
        wishes.put(Name.DEBUG, debug);
        wishes.put(Name.ALLOWED_GID, allowedGid);
        ModuleParameters parameters = ModuleParameters.of(wishes);
        return place -> place.load(parameters).forEach(camera -> getLog().info(camera.node() + "  " + camera.label()));
    }
}
