// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.profile;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What perf saw of one method, or why it saw nothing.
 *
 * @param method write, mmap, userptr or dmabuf
 * @param device the node
 * @param format what was fed, in words
 * @param seconds how long perf looked
 * @param framesPerSecond the producer's pace meanwhile
 * @param parts the producer, and the consumer if there was one
 * @param notes what else a reader should know of it
 * @param failure why there is nothing
 */
record MethodProfile(
        String method,
        String device,
        String format,
        double seconds,
        double framesPerSecond,
        List<ProfiledProcess> parts,
        List<String> notes,
        @Nullable String failure) {
    MethodProfile {
        parts = List.copyOf(parts);
        notes = List.copyOf(notes);
    }

    static MethodProfile failed(String method, String device, String why) {
        return new MethodProfile(method, device, "", 0, 0, List.of(), List.of(), why);
    }

    Optional<ProfiledProcess> producer() {
        return parts.stream().filter(part -> part.role().equals("producer")).findFirst();
    }

    /** A word for files and links, also where a part has the same method. */
    String id(ProfiledProcess part) {
        return part.role().equals("producer") ? method : method + "-" + part.id();
    }
}
