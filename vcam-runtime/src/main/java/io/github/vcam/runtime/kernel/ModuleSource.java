// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.runtime.kernel;

import io.github.vcam.error.VcamException;
import io.github.vcam.runtime.error.RuntimeError;
import io.github.vcam.runtime.file.DirectoryTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The module's source: the directory that holds {@code src/main/c}, and its udev rule. */
public record ModuleSource(Path directory) {
    static final String RULES = "99-v4l2loopback.rules";

    private static final List<String> PARTS = List.of("src/main/c", ".");
    private static final String KBUILD = "src/main/c/Kbuild";
    private static final String HEADER = "include/uapi/linux/v4l2loopback.h";

    /** Where the jar of the module's source has it. */
    private static final String IN_JAR = "v4l2loopback/";

    /** The source in a directory; fails with MODULE_SOURCE_MISSING when it holds none. */
    public static ModuleSource in(Path directory) {
        ModuleSource source = new ModuleSource(directory);
        if (!Files.exists(source.code().resolve("Kbuild"))) {
            throw missing("in " + directory + ": there is no " + KBUILD);
        }
        return source;
    }

    /**
     * The source that came with vcam, on its class path.
     *
     * @param unpackTo where it goes when it lies in a jar; replaced
     */
    public static ModuleSource supplied(Path unpackTo) {
        return of(ModuleSource.class.getClassLoader().getResource(IN_JAR + KBUILD), unpackTo);
    }

    /**
     * The version that a source has, 0.15.4; empty when it does not say. Unpacks nothing.
     *
     * @param directory as of {@link #in}; empty for the source that came with vcam
     */
    public static Optional<String> version(Optional<Path> directory) {
        try (InputStream in = directory.isPresent()
                ? Files.newInputStream(in(directory.get()).code().resolve(HEADER))
                : ModuleSource.class.getClassLoader().getResourceAsStream(IN_JAR + "src/main/c/" + HEADER)) {
            return in == null ? Optional.empty() : version(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | VcamException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> version(String header) {
        String version = Stream.of("MAJOR", "MINOR", "BUGFIX")
                .map(part -> Pattern.compile("#define\\s+V4L2LOOPBACK_VERSION_" + part + "\\s+([0-9]+)")
                        .matcher(header))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .collect(Collectors.joining("."));
        return Optional.of(version).filter(text -> text.matches("[0-9]+\\.[0-9]+\\.[0-9]+"));
    }

    /** The source whose Kbuild file is at {@code kbuild}; null for nowhere. */
    static ModuleSource of(@Nullable URL kbuild, Path unpackTo) {
        if (kbuild == null) {
            throw missing("on the class path: v4l2loopback-kmod is not there");
        }
        try {
            if (kbuild.openConnection() instanceof JarURLConnection jar) {
                unpack(jar, unpackTo);
                return in(unpackTo);
            }
            return in(Path.of(kbuild.toURI()).resolveSibling("../../..").normalize());
        } catch (IOException e) {
            throw new UncheckedIOException("unpacking the kernel module's source to " + unpackTo, e);
        } catch (URISyntaxException e) {
            throw missing("at " + kbuild + ": " + e.getMessage());
        }
    }

    private static VcamException missing(String where) {
        return new VcamException(RuntimeError.MODULE_SOURCE_MISSING, "looking for the kernel module's source " + where);
    }

    /** Where the C files and the Kbuild file lie. */
    Path code() {
        return PARTS.stream()
                .map(part -> directory.resolve(part).normalize())
                .filter(path -> Files.exists(path.resolve("Kbuild")))
                .findFirst()
                .orElse(directory.resolve(PARTS.get(0)));
    }

    /** The udev rule, when the source brings one. */
    public Optional<Path> rules() {
        return Stream.of(directory.resolve(RULES), code().resolve(RULES))
                .filter(Files::exists)
                .findFirst();
    }

    private static void unpack(JarURLConnection source, Path directory) throws IOException {
        DirectoryTree.delete(directory);
        source.setUseCaches(false);
        try (JarFile jar = source.getJarFile()) {
            List<JarEntry> entries = jar.stream()
                    .filter(entry -> entry.getName().startsWith(IN_JAR) && !entry.isDirectory())
                    .toList();
            for (JarEntry entry : entries) {
                Path file = directory.resolve(entry.getName().substring(IN_JAR.length()));
                Files.createDirectories(file.getParent());
                try (InputStream in = jar.getInputStream(entry)) {
                    Files.copy(in, file);
                }
            }
        }
    }
}
