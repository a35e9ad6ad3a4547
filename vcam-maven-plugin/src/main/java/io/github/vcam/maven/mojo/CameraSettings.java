// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import io.github.vcam.error.InvalidValueException;
import io.github.vcam.feed.FeedRequest;
import io.github.vcam.feed.Inputs;
import io.github.vcam.feed.Placeholders;
import io.github.vcam.frame.FrameRate;
import io.github.vcam.frame.FrameSize;
import io.github.vcam.producer.StreamingMethod;
import io.github.vcam.runtime.worker.CameraOrder;
import io.github.vcam.v4l2.OwnedDevice.Form;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A <code>&lt;camera&gt;</code> of a POM. Maven sets the fields by their names. */
public final class CameraSettings {
    private static final int LONGEST_LABEL = 31;
    private static final String NOWHERE = "any";

    private @Nullable String label;
    private @Nullable String input;
    private @Nullable String size;
    private @Nullable String fps;
    private @Nullable String format;
    private String method = "auto";
    private String form = "camera";
    private @Nullable String placeholder;
    private boolean loop = true;
    private boolean onDemand;
    private @Nullable String group;
    private @Nullable String filter;
    private @Nullable String fit;
    private @Nullable String background;
    private @Nullable String inputOptions;
    private @Nullable String reconnect;
    private @Nullable Boolean live;

    /** One that Maven fills in. */
    public CameraSettings() {}

    CameraSettings(String label, @Nullable String input) {
        this.label = label;
        this.input = input;
    }

    CameraSettings withPicture(@Nullable String wantedSize, @Nullable String wantedFps, @Nullable String wantedFormat) {
        size = wantedSize;
        fps = wantedFps;
        format = wantedFormat;
        return this;
    }

    CameraSettings withInputSettings(InputSettings wanted) {
        filter = wanted.filter();
        fit = wanted.fit();
        background = wanted.background();
        inputOptions = wanted.options();
        reconnect = wanted.reconnect();
        live = wanted.live();
        return this;
    }

    CameraSettings withForm(String wanted, @Nullable String wantedPlaceholder) {
        form = wanted;
        placeholder = wantedPlaceholder;
        return this;
    }

    CameraSettings withGroup(@Nullable String wanted) {
        group = wanted;
        return this;
    }

    CameraSettings withOnDemand(boolean wanted) {
        onDemand = wanted;
        return this;
    }

    CameraSettings withMethod(String wanted) {
        method = wanted;
        return this;
    }

    /** What it asks for; relative inputs begin at the directory. Fails for what cannot be. */
    CameraOrder order(Path directory) {
        FeedRequest feed = new InputSettings(filter, fit, background, inputOptions, reconnect, live)
                .over(FeedRequest.of(Inputs.resolve(input == null ? "" : input, directory), NOWHERE)
                        .withMethod(StreamingMethod.of(method))
                        .withFormatCalled(format)
                        .withSize(size == null ? null : FrameSize.of(size))
                        .withRate(fps == null ? null : FrameRate.of(fps))
                        .withLoop(loop)
                        .withOnDemand(onDemand));
        Form seen = Form.of(form);
        return new CameraOrder(
                label(),
                seen,
                feed,
                Placeholders.input(label(), seen, placeholder, directory).orElse(null),
                group);
    }

    private String label() {
        if (label == null || label.isBlank() || label.getBytes(StandardCharsets.UTF_8).length > LONGEST_LABEL) {
            throw InvalidValueException.of(
                    "label", "the label is '" + (label == null ? "" : label) + "': it has 1 to 31 bytes");
        }
        return label;
    }
}
