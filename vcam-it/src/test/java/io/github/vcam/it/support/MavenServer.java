// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.it.support;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * The JVM of a {@link WarmMaven}: runs Maven in its working directory with the words that come on standard input, line after
 * line. Its arguments are Maven's home and a mark that ends each answer on standard output, before the exit status. Needs
 * nothing but Java and Maven: maven-verifier, which can do the same, shows it to nobody.
 */
public final class MavenServer {
    private MavenServer() {}

    /** Where it is itself, all that it needs. */
    static Path classPath() {
        return Path.of(URI.create(MavenServer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
    }

    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        Path home = Path.of(arguments[0]);
        String directory = System.getProperty("user.dir");
        System.setProperty("maven.home", home.toString());
        System.setProperty("maven.multiModuleProjectDirectory", directory);
        Properties properties = System.getProperties();
        Object maven = maven(home);
        Method doMain = maven.getClass()
                .getMethod("doMain", String[].class, String.class, PrintStream.class, PrintStream.class);
        DataInputStream requests = new DataInputStream(new FileInputStream(FileDescriptor.in));
        System.setIn(InputStream.nullInputStream()); // of a goal that reads, as if it were /dev/null
        for (String[] words = read(requests); words.length > 0; words = read(requests)) {
            System.setProperties((Properties) properties.clone()); // Maven adds -D's words to them
            Thread.currentThread().setContextClassLoader(maven.getClass().getClassLoader());
            Object status = doMain.invoke(maven, words, directory, System.out, System.err);
            System.out.write((arguments[1] + status + "\n").getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        }
    }

    /** A MavenCli, made as {@code mvn} makes it: Classworlds reads {@code m2.conf}. */
    private static Object maven(Path home) throws IOException, ReflectiveOperationException {
        List<URL> boot = new ArrayList<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(home.resolve("boot"), "*.jar")) {
            for (Path jar : jars) {
                boot.add(jar.toUri().toURL());
            }
        }
        ClassLoader loader = new URLClassLoader(boot.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        Class<?> type = loader.loadClass("org.codehaus.plexus.classworlds.launcher.Launcher");
        Object launcher = type.getConstructor().newInstance();
        type.getMethod("setSystemClassLoader", ClassLoader.class).invoke(launcher, loader);
        try (InputStream configuration = Files.newInputStream(home.resolve("bin/m2.conf"))) {
            type.getMethod("configure", InputStream.class).invoke(launcher, configuration);
        }
        Object world = type.getMethod("getWorld").invoke(launcher);
        Class<?> main = (Class<?>) type.getMethod("getMainClass").invoke(launcher);
        return main.getConstructor(world.getClass()).newInstance(world);
    }

    /** Nothing when whoever asks has gone. */
    private static String[] read(DataInputStream requests) throws IOException {
        try {
            String[] words = new String[requests.readInt()];
            for (int i = 0; i < words.length; i++) {
                words[i] = requests.readUTF();
            }
            return words;
        } catch (EOFException e) {
            return new String[0];
        }
    }
}
