// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
/** Finds or makes a place with a camera and plays into it. */
@SuppressWarnings("requires-automatic") // SLF4J 1.7
module io.github.vcam.runtime {
    requires transitive com.google.gson;
    requires io.github.vcam.agent;
    requires transitive io.github.vcam.core;
    requires jdk.httpserver;
    requires jdk.unsupported;
    requires org.apache.commons.compress;
    requires org.apache.commons.exec;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports io.github.vcam.cameras;
    exports io.github.vcam.runtime;
    exports io.github.vcam.runtime.doctor;
    exports io.github.vcam.runtime.error;
    exports io.github.vcam.runtime.feed;
    exports io.github.vcam.runtime.file;
    exports io.github.vcam.runtime.kernel;
    exports io.github.vcam.runtime.place;
    exports io.github.vcam.runtime.process;
    exports io.github.vcam.runtime.resource;
    exports io.github.vcam.runtime.setup;
    exports io.github.vcam.runtime.signal;
    exports io.github.vcam.runtime.vm;
    exports io.github.vcam.runtime.worker;

    // these records are not public
    opens io.github.vcam.cameras to
            com.google.gson;
    opens io.github.vcam.runtime.doctor to
            com.google.gson;
    opens io.github.vcam.runtime.kernel to
            com.google.gson;
}
