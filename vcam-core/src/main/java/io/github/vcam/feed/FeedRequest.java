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
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to play where. Begin with {@link #of} and add with the {@code with} methods.
 *
 * @param input a file or URL, an image, "pattern:name" or "lavfi:graph"
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
 * @param inputOptions of FFmpeg's protocol or demuxer, for files and URLs
 * @param ownFormat whether, where {@code format} is null, the input's own is taken though most programs do not know it
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
        Map<String, String> inputOptions) {
    private static final String OWN_FORMAT = "native";

    public FeedRequest {
        look = look == null ? Look.PLAIN : look;
        inputOptions = inputOptions == null ? Map.of() : Map.copyOf(inputOptions);
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
                Map.of());
    }

    public FeedRequest withInput(String value) {
        return new FeedRequest(
                value,
                device,
                method,
                format,
                size,
                rate,
                loop,
                duration,
                onDemand,
                buffers,
                look,
                ownFormat,
                inputOptions);
    }

    public FeedRequest withDevice(String value) {
        return new FeedRequest(
                input,
                value,
                method,
                format,
                size,
                rate,
                loop,
                duration,
                onDemand,
                buffers,
                look,
                ownFormat,
                inputOptions);
    }

    public FeedRequest withMethod(StreamingMethod value) {
        return new FeedRequest(
                input,
                device,
                value,
                format,
                size,
                rate,
                loop,
                duration,
                onDemand,
                buffers,
                look,
                ownFormat,
                inputOptions);
    }

    public FeedRequest withFormat(@Nullable PixelFormat value) {
        return new FeedRequest(
                input,
                device,
                method,
                value,
                size,
                rate,
                loop,
                duration,
                onDemand,
                buffers,
                look,
                ownFormat,
                inputOptions);
    }

    /** As a user writes it: a FourCC, or {@value #OWN_FORMAT} for the input's own whatever it is; null changes nothing. */
    public FeedRequest withFormatCalled(@Nullable String name) {
        if (name == null) {
            return this;
        }
        return name.strip().equalsIgnoreCase(OWN_FORMAT)
                ? withFormat(null).withOwnFormat(true)
                : withFormat(PixelFormat.of(name)).withOwnFormat(false);
    }

    public FeedRequest withSize(@Nullable FrameSize value) {
        return new FeedRequest(
                input,
                device,
                method,
                format,
                value,
                rate,
                loop,
                duration,
                onDemand,
                buffers,
                look,
                ownFormat,
                inputOptions);
    }

    public FeedRequest withRate(@Nullable FrameRate value) {
        return new FeedRequest(
                input,
                device,
                method,
                format,
                size,
                value,
                loop,
                duration,
                onDemand,
                buffers,
                look,
                ownFormat,
                inputOptions);
    }

    public FeedRequest withLoop(boolean value) {
        return new FeedRequest(
                input,
                device,
                method,
                format,
                size,
                rate,
                value,
                duration,
                onDemand,
                buffers,
                look,
                ownFormat,
                inputOptions);
    }

    public FeedRequest withDuration(@Nullable Duration value) {
        return new FeedRequest(
                input,
                device,
                method,
                format,
                size,
                rate,
                loop,
                value,
                onDemand,
                buffers,
                look,
                ownFormat,
                inputOptions);
    }

    public FeedRequest withOnDemand(boolean value) {
        return new FeedRequest(
                input,
                device,
                method,
                format,
                size,
                rate,
                loop,
                duration,
                value,
                buffers,
                look,
                ownFormat,
                inputOptions);
    }

    public FeedRequest withBuffers(int value) {
        return new FeedRequest(
                input,
                device,
                method,
                format,
                size,
                rate,
                loop,
                duration,
                onDemand,
                value,
                look,
                ownFormat,
                inputOptions);
    }

    public FeedRequest withLook(Look value) {
        return new FeedRequest(
                input,
                device,
                method,
                format,
                size,
                rate,
                loop,
                duration,
                onDemand,
                buffers,
                value,
                ownFormat,
                inputOptions);
    }

    public FeedRequest withOwnFormat(boolean value) {
        return new FeedRequest(
                input,
                device,
                method,
                format,
                size,
                rate,
                loop,
                duration,
                onDemand,
                buffers,
                look,
                value,
                inputOptions);
    }

    public FeedRequest withInputOptions(Map<String, String> value) {
        return new FeedRequest(
                input, device, method, format, size, rate, loop, duration, onDemand, buffers, look, ownFormat, value);
    }
}
