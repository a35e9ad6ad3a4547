// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.feed.Placeholders;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.runtime.Cameras;
import io.github.vcam.runtime.Place;
import io.github.vcam.runtime.kernel.ModuleParameters;
import io.github.vcam.runtime.kernel.ModuleParameters.Name;
import io.github.vcam.runtime.worker.PlaceholderOrder;
import io.github.vcam.v4l2.OwnedDevice.Form;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
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

    /**
     * What programs see of a camera: camera, joined, exclusive or split. Default: camera, unless
     * <code>vcam.exclusiveCaps</code> or <code>vcam.captureNr</code> say something.
     */
    @Parameter(property = "vcam.form")
    private @Nullable String form;

    /**
     * What a camera shows while nobody feeds it: a picture, or whatever else <code>vcam:feed</code> plays, or
     * <code>none</code>. Default: its name and that it waits, where the form is camera.
     */
    @Parameter(property = "vcam.placeholder")
    private @Nullable String placeholder;

    /** The size of what it shows then, WxH. Default: 640x480. A feed that asks for nothing else keeps it while somebody looks. */
    @Parameter(property = "vcam.size")
    private @Nullable String size;

    /** The pixel format of what it shows then, as FourCC. Default: YU12. */
    @Parameter(property = "vcam.format")
    private @Nullable String format;

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

    /** Members of the group with this number may make cameras of their own without being root; -1 for nobody else. */
    @Parameter(property = "vcam.controlGid")
    private @Nullable String controlGid;

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
        wishes.put(Name.CONTROL_GID, controlGid);
        Form wanted = form();
        ModuleParameters parameters = ModuleParameters.of(wishes).withForms(List.of(wanted));
        PlaceholderOrder shape = PlaceholderOrder.of(
                "", "", format == null ? null : PixelFormat.of(format), size == null ? null : FrameSize.of(size));
        // fails before anything is loaded
        boolean shows = Placeholders.input("", wanted, placeholder, directory()).isPresent();
        return place -> {
            if (shows) {
                place.expectToPlay();
            }
            Cameras cameras = place.load(parameters);
            cameras.forEach(camera -> getLog().info(camera.node() + "  " + camera.label()));
            show(
                    place,
                    StreamSupport.stream(cameras.spliterator(), false)
                            .flatMap(camera ->
                                    Placeholders.input(camera.label(), wanted, placeholder, directory()).stream()
                                            .map(input -> shape.of(camera.node(), input)))
                            .toList());
        };
    }

    /** Whoever may load the module, by sudo, need not be of those who may feed its cameras. */
    private void show(Place place, List<PlaceholderOrder> placeholders) {
        try {
            place.showPlaceholders(placeholders);
        } catch (VcamException e) {
            if (e.code() != CoreError.DEVICE_FORBIDDEN) {
                throw e;
            }
            getLog().warn("the cameras have no picture while nobody feeds them: " + e.getMessage());
        }
    }

    private Form form() {
        if (form != null) {
            return Form.of(form);
        }
        return exclusiveCaps == null && captureNr == null ? Form.CAMERA : Form.JOINED;
    }
}
