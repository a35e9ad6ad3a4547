// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.feed;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.VcamException;
import io.github.vcam.ffmpeg.ConvertedSource;
import io.github.vcam.ffmpeg.Converter;
import io.github.vcam.frame.FrameFormat;
import io.github.vcam.producer.FrameDemand;
import io.github.vcam.source.FrameSource;
import io.github.vcam.v4l2.Direction;
import io.github.vcam.v4l2.OwnedDevice;
import io.github.vcam.v4l2.OwnedDevice.Form;
import io.github.vcam.v4l2.Placeholder;
import io.github.vcam.v4l2.VideoDevice;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pictures that cameras show while nobody feeds them. Callable from any thread. */
public final class Placeholders {
    /** What a user writes who wants none. */
    public static final String NONE = "none";

    private Placeholders() {}

    /**
     * The input whose first frame is the picture; empty for a camera that is to have none. Fails as
     * {@link Inputs#resolve} does.
     *
     * @param label of the camera
     * @param form of the camera: the usual one has a picture that is drawn, the others have one where it is asked for
     * @param wish what a user asks for, a picture or any other input, or {@link #NONE}; null: what is usual
     * @param directory where a relative path begins
     */
    public static Optional<String> input(String label, Form form, @Nullable String wish, Path directory) {
        if (wish == null || wish.isBlank()) {
            return form == Form.CAMERA ? Optional.of(drawn(label)) : Optional.empty();
        }
        return wish.strip().equals(NONE) ? Optional.empty() : Optional.of(Inputs.resolve(wish, directory));
    }

    /** The input that is a picture of the label. */
    public static String drawn(String label) {
        return "placeholder:" + label;
    }

    /**
     * Gives a device the picture; nothing happens where the driver has no such thing. Fails with an INPUT id when there
     * is no such picture.
     *
     * @param device the node, by path, number or card label
     * @param format what the device shall have while nobody feeds it
     * @param input whose first frame it is
     */
    public static void show(String device, FrameFormat format, String input) {
        try (VideoDevice node = VideoDevice.open(device, Direction.OUTPUT)) {
            show(node, format, input);
        }
    }

    /** The same for a device that this process owns. */
    public static void show(OwnedDevice device, FrameFormat format, String input) {
        try (VideoDevice node = device.open()) {
            show(node, format, input);
        }
    }

    private static void show(VideoDevice node, FrameFormat format, String input) {
        new Placeholder(format, picture(format, input)).showOn(node);
    }

    private static ByteBuffer picture(FrameFormat format, String input) {
        ByteBuffer picture = ByteBuffer.allocateDirect(format.sizeImage());
        FrameSource given = Inputs.open(input, format.size(), null, false);
        try (FrameSource source = ConvertedSource.delivering(given, format.tight())) {
            if (!source.next()) {
                throw new VcamException(CoreError.INPUT_WITHOUT_VIDEO, input + " has no frame");
            }
            return picture.limit(source.writeTo(picture));
        }
    }

    /** Brings a device's placeholder, if it has one, to the format of what is going to be fed. */
    static void fit(VideoDevice device, FrameFormat format) {
        if (Placeholder.formatOn(device).filter(now -> !now.equals(format)).isEmpty()) {
            return;
        }
        Placeholder.on(device).ifPresent(now -> converted(now, format).showOn(device));
    }

    private static Placeholder converted(Placeholder placeholder, FrameFormat format) {
        ByteBuffer picture = ByteBuffer.allocateDirect(format.sizeImage());
        try (Converter converter = Converter.open(placeholder.format().tight(), format.tight())) {
            int used = converter.convert(
                    placeholder.picture(), placeholder.picture().remaining(), picture);
            return new Placeholder(format, picture.limit(used));
        }
    }

    /**
     * What suits frames on a device: where that has a placeholder, what suits those who look at it now, and else programs
     * that take few formats.
     */
    static List<FrameFormat> suiting(FrameDemand demand, VideoDevice device) {
        List<FrameFormat> everybodys = EverybodysFormat.among(demand.natural());
        if (demand.pixels() != null
                || demand.size() != null
                || Placeholder.formatOn(device).isEmpty()) {
            return everybodys;
        }
        return Optional.of(device)
                .filter(looked ->
                        looked.behind(0).filter(who -> who.count() > 0).isPresent())
                .flatMap(looked -> looked.format(Direction.OUTPUT).frameFormat())
                .map(List::of)
                .orElse(everybodys);
    }
}
