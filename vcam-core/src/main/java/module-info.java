// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Makes frames, puts them into a V4L2 node and takes them out. FFmpeg's own files are modules that nobody requires: a
 * program on the module path adds {@code ALL-MODULE-PATH}.
 */
// "module": those that get more than others are not here when this is compiled; JNA's and SLF4J's have a name alone
@SuppressWarnings({"module", "requires-automatic"})
module io.github.vcam.core {
    requires com.sun.jna;
    requires transitive java.desktop;
    requires org.bytedeco.ffmpeg;
    requires org.bytedeco.javacpp;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports io.github.vcam;
    exports io.github.vcam.consumer;
    exports io.github.vcam.error;
    exports io.github.vcam.feed;
    exports io.github.vcam.frame;
    exports io.github.vcam.producer;
    exports io.github.vcam.source;
    exports io.github.vcam.v4l2;
    exports io.github.vcam.ffmpeg to
            io.github.vcam.runtime;
}
