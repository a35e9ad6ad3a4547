// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.feed;

import io.github.vcam.error.CoreError;
import io.github.vcam.error.InvalidValueException;
import io.github.vcam.frame.Buffers;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.frame.Look;
import io.github.vcam.frame.PixelFormat;
import io.github.vcam.producer.StreamingMethod;
import io.github.vcam.source.InputAccess;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What to play where. Begin with {@link #of} and add with the {@code with} methods.
 *
 * @param input a file or URL, an image, "pattern:name" or "lavfi:graph"; "-" is the standard input
 * @param device a node's path, number or card label
 * @param method how frames go in
 * @param format null: of those that programs take, the one that costs least
 * @param size null: the input's own, if the node takes it
 * @param rate null: the input's own
 * @param loop whether to start again at the end
 * @param duration null: to the end of the input
 * @param onDemand whether the input is open only while programs take frames; the first frame goes out in any case
 * @param buffers how many buffers to ask for, 1 to 32
 * @param look how pictures are changed on their way
 * @param ownFormat whether, where {@code format} is null, the input's own is taken though most programs do not know it
 * @param access how files, pipes and URLs are opened and kept
 */
public record FeedRequest(
        String input,
        String device,
        StreamingMethod method,
        @Nullable PixelFormat format,
        @Nullable FrameSize size,
        @Nullable FrameRate rate,
        boolean loop,
        @Nullable Duration duration,
        boolean onDemand,
        int buffers,
        Look look,
        boolean ownFormat,
        InputAccess access) {
    private static final String OWN_FORMAT = "native";

    public FeedRequest {
        if (input.isBlank()) {
            throw new InvalidValueException(
                    CoreError.INPUT_MISSING,
                    "input",
                    "No input is given; it can be clip.mp4, for instance, or pattern:bars");
        }
        if (device.isBlank()) {
            throw InvalidValueException.of("device", "No device is given");
        }
        Buffers.check(buffers);
        if (duration != null && (duration.isNegative() || duration.isZero())) {
            throw InvalidValueException.of("duration", "A duration of " + duration + " is not above 0");
        }
    }

    /** The input as it is, into the device by the best method. */
    public static FeedRequest of(String input, String device) {
        return new FeedRequest(
                input,
                device,
                StreamingMethod.AUTO,
                null,
                null,
                null,
                false,
                null,
                false,
                Buffers.USUAL,
                Look.PLAIN,
                false,
                InputAccess.USUAL);
    }

    public FeedRequest withInput(String value) {
        return changed(draft -> draft.input = value);
    }

    public FeedRequest withDevice(String value) {
        return changed(draft -> draft.device = value);
    }

    public FeedRequest withMethod(StreamingMethod value) {
        return changed(draft -> draft.method = value);
    }

    public FeedRequest withFormat(@Nullable PixelFormat value) {
        return changed(draft -> draft.format = value);
    }

    /** As a user writes it: a FourCC, or {@value #OWN_FORMAT} for the input's own whatever it is; null changes nothing. */
    public FeedRequest withFormatCalled(@Nullable String name) {
        if (name == null) {
            return this;
        }
        boolean own = name.strip().equalsIgnoreCase(OWN_FORMAT);
        return withFormat(own ? null : PixelFormat.of(name)).withOwnFormat(own);
    }

    public FeedRequest withSize(@Nullable FrameSize value) {
        return changed(draft -> draft.size = value);
    }

    public FeedRequest withRate(@Nullable FrameRate value) {
        return changed(draft -> draft.rate = value);
    }

    public FeedRequest withLoop(boolean value) {
        return changed(draft -> draft.loop = value);
    }

    public FeedRequest withDuration(@Nullable Duration value) {
        return changed(draft -> draft.duration = value);
    }

    public FeedRequest withOnDemand(boolean value) {
        return changed(draft -> draft.onDemand = value);
    }

    public FeedRequest withBuffers(int value) {
        return changed(draft -> draft.buffers = value);
    }

    public FeedRequest withLook(Look value) {
        return changed(draft -> draft.look = value);
    }

    public FeedRequest withOwnFormat(boolean value) {
        return changed(draft -> draft.ownFormat = value);
    }

    public FeedRequest withAccess(InputAccess value) {
        return changed(draft -> draft.access = value);
    }

    private FeedRequest changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.request();
    }

    /** A request that is being changed. */
    private static final class Draft {
        private String input;
        private String device;
        private StreamingMethod method;
        private @Nullable PixelFormat format;
        private @Nullable FrameSize size;
        private @Nullable FrameRate rate;
        private boolean loop;
        private @Nullable Duration duration;
        private boolean onDemand;
        private int buffers;
        private Look look;
        private boolean ownFormat;
        private InputAccess access;

        Draft(FeedRequest from) {
            input = from.input;
            device = from.device;
            method = from.method;
            format = from.format;
            size = from.size;
            rate = from.rate;
            loop = from.loop;
            duration = from.duration;
            onDemand = from.onDemand;
            buffers = from.buffers;
            look = from.look;
            ownFormat = from.ownFormat;
            access = from.access;
        }

        FeedRequest request() {
            return new FeedRequest(
                    input, device, method, format, size, rate, loop, duration, onDemand, buffers, look, ownFormat,
                    access);
        }
    }
}
