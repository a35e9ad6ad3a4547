// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.maven.vm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The agent's classes as a jar in memory: the guest gets a copy, for a build may rewrite the originals. */
final class AgentJar {
    static final List<String> CLASSES = List.of(
            "CommandRequest",
            "Frame",
            "FrameType",
            "GuestAgent",
            "GuestProcess",
            "IdleClock",
            "MalformedFrameException",
            "OutputPump",
            "PortLoop",
            "TreeKiller");

    private AgentJar() {}

    static byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : CLASSES) {
                String path = "io/github/vcam/maven/vm/agent/" + name + ".class";
                try (InputStream in = AgentJar.class.getClassLoader().getResourceAsStream(path)) {
                    if (in == null) {
                        throw new IOException("the plugin lacks its own class " + path);
                    }
                    zip.putNextEntry(new ZipEntry(path));
                    in.transferTo(zip);
                    zip.closeEntry();
                }
            }
        }
        return bytes.toByteArray();
    }
}
