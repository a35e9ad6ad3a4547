// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.doctor;

import io.github.vcam.runtime.process.ThisUser;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The Java that runs here, and so beside the camera.
 *
 * @param release 17, 25
 * @param encoding of file names
 * @param options that every Java of this user gets by the environment
 * @param temporary where it makes temporary files
 * @param natives where JNA unpacks its library in a JVM that is not vcam's, a test's for instance
 */
record JavaFacts(int release, String encoding, List<String> options, Path temporary, Path natives) {
    private static final String TO_UNPACK = "-Djna.tmpdir=";

    static JavaFacts ofThisJvm(Map<String, String> environment) {
        List<String> options = Stream.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "MAVEN_OPTS")
                .flatMap(name -> Stream.of(environment.getOrDefault(name, "").split("\\s+", -1)))
                .filter(word -> !word.isEmpty())
                .toList();
        Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        return new JavaFacts(
                Runtime.version().feature(),
                System.getProperty("sun.jnu.encoding", "UTF-8"),
                options,
                temporary,
                natives(environment, options, temporary));
    }

    private static Path natives(Map<String, String> environment, List<String> options, Path temporary) {
        return Stream.of(
                        options.stream()
                                .filter(option -> option.startsWith(TO_UNPACK))
                                .map(option -> option.substring(TO_UNPACK.length())),
                        Stream.of(environment.getOrDefault("XDG_CACHE_HOME", "")),
                        ThisUser.home().map(home -> home + "/.cache").stream())
                .flatMap(paths -> paths)
                .map(Path::of)
                .filter(Path::isAbsolute)
                .findFirst()
                .orElse(temporary);
    }
}
