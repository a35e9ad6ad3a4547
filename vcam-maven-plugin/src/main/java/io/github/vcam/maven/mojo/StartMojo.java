// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.cameras.CameraNames;
import io.github.vcam.cameras.CamerasFile;
import io.github.vcam.cameras.ControlOptions;
import io.github.vcam.cameras.StartedCameras;
import io.github.vcam.error.InvalidValueException;
import io.github.vcam.feed.Durations;
import io.github.vcam.runtime.OwnCamera.Playing;
import io.github.vcam.runtime.Place;
import io.github.vcam.runtime.place.GuestJavaWrapper;
import io.github.vcam.runtime.worker.CameraOrder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Starts cameras that play until <code>vcam:stop</code>, beside what the build does next and beside other builds' cameras.
 * Installs and loads the module where that is needed. Sets the property <code>vcam.&lt;label&gt;.device</code> for each,
 * <code>vcam.devices</code> for all, <code>vcam.control</code>, the URL at which they are directed while they play, and
 * <code>vcam.jvm</code>, a java beside the cameras, for failsafe; <code>target/vcam/cameras.json</code> tells the same.
 */
@Mojo(name = "start", defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST, requiresProject = false, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven sets the parameters
public final class StartMojo extends InputMojo {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    /**
     * The cameras. Each has a <code>label</code> and an <code>input</code>, and may have <code>size</code>,
     * <code>fps</code>, <code>format</code>, <code>method</code>, <code>form</code> (camera, joined, exclusive or
     * split), <code>placeholder</code>, <code>loop</code> (true by default; else it stays on its last frame),
     * <code>onDemand</code> and <code>group</code>. Default: one, of the properties below.
     */
    @Parameter
    private @Nullable List<CameraSettings> cameras;

    /** The name that programs show, of the one camera that is asked for on the command line. */
    @Parameter(property = "vcam.label", defaultValue = "vcam")
    private String label;

    /** What that one plays: a file, a URL, an image, <code>pattern:bars</code> or <code>lavfi:&lt;graph&gt;</code>. */
    @Parameter(property = "input")
    private @Nullable String input;

    /** Its frame size in pixels, WxH. Default: the input's own. */
    @Parameter(property = "vcam.size")
    private @Nullable String size;

    /** Its frames per second. Default: the input's own. */
    @Parameter(property = "vcam.fps")
    private @Nullable String fps;

    /** Its pixel format as FourCC. Default: the input's own. */
    @Parameter(property = "vcam.format")
    private @Nullable String format;

    /** How its frames travel: auto, write, mmap, userptr or dmabuf. */
    @Parameter(property = "vcam.method", defaultValue = "auto")
    private String method;

    /** What programs see of it: camera, joined, exclusive or split. */
    @Parameter(property = "vcam.form", defaultValue = "camera")
    private String form;

    /**
     * What it shows while nothing plays: a picture, or whatever else can be played, or <code>none</code>. Default: its
     * label and that it waits, where the form is camera.
     */
    @Parameter(property = "vcam.placeholder")
    private @Nullable String placeholder;

    /** Whether its input rests while no program takes frames, and goes on when one does. */
    @Parameter(property = "vcam.onDemand", defaultValue = "false")
    private boolean onDemand;

    /** The group whose members alone may watch it; for that root's rights are needed where it is. Default: any. */
    @Parameter(property = "vcam.group")
    private @Nullable String group;

    /** After how long the cameras go when nobody looks at one, for instance 30m or 8h. */
    @Parameter(property = "vcam.idleTimeout", defaultValue = "2h")
    private String idleTimeout;

    /** The port of this machine's loopback at which the cameras are directed by HTTP; 0: any that is free. */
    @Parameter(property = "vcam.controlPort", defaultValue = "0")
    private int controlPort;

    @Override
    Work work() {
        List<CameraOrder> orders =
                wanted().stream().map(camera -> camera.order(directory())).toList();
        long labels = orders.stream()
                .map(order -> CameraNames.word(order.label()))
                .distinct()
                .count();
        if (labels < orders.size()) {
            throw InvalidValueException.of("label", "two cameras have the same label");
        }
        Duration idle = Durations.parse("idle_timeout", idleTimeout);
        ControlOptions control = new ControlOptions(controlPort, directory());
        return place -> start(place, orders, idle, control);
    }

    private List<CameraSettings> wanted() {
        return cameras == null || cameras.isEmpty()
                ? List.of(new CameraSettings(label, input)
                        .withPicture(size, fps, format)
                        .withInputSettings(inputSettings())
                        .withMethod(method)
                        .withForm(form, placeholder)
                        .withOnDemand(onDemand)
                        .withGroup(group))
                : cameras;
    }

    private void start(Place place, List<CameraOrder> orders, Duration idle, ControlOptions control) {
        place.setUp(List.of());
        place.install();
        place.loadForOwn();
        Path directory = place.options().directory().resolve("vcam");
        CamerasFile started = new StartedCameras(directory).start(place, orders, idle, control, LIMIT);
        for (Playing camera : started.cameras()) {
            getLog().info("\"" + camera.label() + "\" plays on " + camera.device() + ": " + camera.format() + ", "
                    + camera.fps() + " frames/s");
            setProperty("vcam." + CameraNames.word(camera.label()) + ".device", camera.device());
        }
        setProperty(
                "vcam.devices", started.cameras().stream().map(Playing::device).collect(Collectors.joining(",")));
        URI url = URI.create(started.control());
        getLog().info("they are directed at port " + url.getPort() + ": vcam.control has the URL");
        setProperty("vcam.control", url.toString());
        setProperty("vcam.jvm", java(place, directory).toString());
    }

    /** A java beside the cameras. */
    private static Path java(Place place, Path directory) {
        return place.vm()
                .map(vm -> new GuestJavaWrapper(vm.settings().state()).write(directory.resolve("java/bin")))
                .orElseGet(() -> Path.of(System.getProperty("java.home"), "bin", "java"));
    }
}
