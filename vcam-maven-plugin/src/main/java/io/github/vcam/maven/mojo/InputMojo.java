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

    final InputSettings inputSettings() {
        return new InputSettings(filter, fit, background, inputOptions);
    }
}
