// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.vm;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of the Java that runs this program, as far as a program without windows needs them.
 *
 * @param home {@code java.home}
 */
record JavaFiles(Path home) {
    private static final Set<String> LEFT_OUT = Set.of("src.zip", "ct.sym");
    private static final Pattern WINDOWS = Pattern.compile(
            "lib(atk-wrapper|awt.*|fontmanager|freetype|javajpeg|jawt|jsound|lcms|mlib_image|splashscreen)\\.so");

    static JavaFiles ofThisProgram() throws IOException {
        return new JavaFiles(Path.of(System.getProperty("java.home")).toRealPath());
    }

    Path program() {
        return home.resolve("bin/java");
    }

    /** Absolute paths, in order; links stand for what they point to. */
    List<Path> find() throws IOException {
        List<Path> files = new ArrayList<>(List.of(program()));
        for (String directory : List.of("lib", "conf")) {
            try (Stream<Path> tree = Files.walk(home.resolve(directory), FileVisitOption.FOLLOW_LINKS)) {
                tree.filter(JavaFiles::isWanted).sorted().forEach(files::add);
            }
        }
        return files;
    }

    private static boolean isWanted(Path file) {
        String name = String.valueOf(file.getFileName());
        return Files.isRegularFile(file)
                && Files.isReadable(file)
                && !LEFT_OUT.contains(name)
                && !WINDOWS.matcher(name).matches();
    }
}
