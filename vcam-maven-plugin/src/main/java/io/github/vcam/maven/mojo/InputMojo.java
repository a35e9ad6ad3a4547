// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.mojo;

import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** A goal with an input of the user's: how it is opened, and how its pictures are changed. */
abstract class InputMojo extends VcamMojo {
    /** A chain of FFmpeg's filters that every picture goes through, for instance hflip,eq=contrast=1.2. */
    @Parameter(property = "vcam.filter")
    private @Nullable String filter;

    /** How a picture goes into a size of another shape: contain, cover or stretch. Default: contain. */
    @Parameter(property = "vcam.fit")
    private @Nullable String fit;

    /** Beside pictures and behind transparent ones: a colour as FFmpeg writes it, navy or #203040. Default: black. */
    @Parameter(property = "vcam.background")
    private @Nullable String background;

    /** Options of FFmpeg's protocol or demuxer for the input, key=value,…: rtsp_transport=tcp, for instance. */
    @Parameter(property = "vcam.inputOptions")
    private @Nullable String inputOptions;

    /**
     * How long a pipe or a live input may be away, at the start or in between, for instance 30s; the last picture stays
     * meanwhile. Default: one that goes is over.
     */
    @Parameter(property = "vcam.reconnect")
    private @Nullable String reconnect;

    /**
     * Whether frames go out as they come, the newest first of all, instead of by the input's clock. Default: for what is live
     * by its kind, as RTSP.
     */
    @Parameter(property = "vcam.live")
    private @Nullable Boolean live;

    final InputSettings inputSettings() {
        return new InputSettings(filter, fit, background, inputOptions, reconnect, live);
    }
}
